import BerthBroker
import BerthModel
import BerthPlatform
import BerthScripted
import BerthStorage

/// `bench sessions FOLDER REQUEST SESSIONS SECONDS`: one client asks for session after session and accepts each, on a
/// site with ten places, and follows them all to their end. The broker keeps everything on the disk.
///
/// A session holds its place for so many seconds; its work ends a tenth of a second before, because what runs longer
/// than its slot is stopped.
enum Running {
    private static let places: Int64 = 10

    private struct Life: Sendable {
        /// To RUNNING from the answer to the accept, or from the begin of the slot where that is later.
        var startMilliseconds: Int64
        var end: Instant
    }

    static func run(_ request: ExecutionRequest, folder: String, sessions: Int, seconds: Int64) async throws {
        var script = ScriptedSettings()
        script.name = "site"
        (script.cores, script.memory, script.storage) = (places, 1_000_000, 1_000_000)
        script.run.duration = TimeSpan(milliseconds: seconds * 1000 - 100)
        (script.preparing, script.releasing) = (.zero, .zero)
        let store = try SQLiteStore(path: "\(folder)/sessions.db")
        let broker = try Serving.broker([script], store: store)
        try await broker.start()
        var request = request
        if case .simple(var compute)? = request.compute {
            compute.cores = IntegerRange(min: 1, max: 1)
            compute.memory = IntegerRange(min: 4, max: 4)
            request.compute = .simple(compute)
        }
        request.schedule = RequestedSchedule()
        request.schedule?.requested = TimedWindow(start: nil, duration: TimeSpan(seconds: seconds))

        let world = SystemWorld()
        let begin = world.now()
        let lives = try await withThrowingTaskGroup(of: Life.self) { group in
            for _ in 0..<sessions {
                let answer = try await broker.ask(request, as: .anonymous)
                let view = try await Serving.accept(answer, of: broker)
                let answered = world.now()
                group.addTask { try await follow(view, answered, broker, world) }
            }
            return try await group.reduce(into: [Life]()) { $0.append($1) }
        }
        let last = lives.map(\.end).max() ?? begin
        await broker.stop()
        await store.close()
        Measuring.say("wall", Double((last - begin).milliseconds) / 1000)
        Measuring.say("ideal", Double((Int64(sessions) + places - 1) / places * seconds))
        let starts = lives.map(\.startMilliseconds).sorted()
        Measuring.say("start.p50", Double(starts[starts.count / 2]))
        Measuring.say("start.p99", Double(starts[min(starts.count - 1, starts.count * 99 / 100)]))
        Measuring.say("start.most", Double(starts[starts.count - 1]))
    }

    private static func follow(
        _ accepted: SessionView, _ answered: Instant, _ broker: Broker, _ world: SystemWorld
    ) async throws -> Life {
        guard let id = accepted.session.component.meta?.uuid, let slot = accepted.session.schedule?.preparing?.start
        else { fail("a session without a slot: \(accepted)") }
        var revision = accepted.revision
        var running: Instant?
        while true {
            let deadline = world.now() + TimeSpan(seconds: 600)
            guard let view = try await broker.change(of: id, after: revision, until: deadline, as: .anonymous) else {
                fail("a session stands still: \(accepted)")
            }
            revision = view.revision
            let phase = view.session.phase ?? .initial
            if phase == .running, running == nil { running = world.now() }
            if phase.isEnd {
                expect(phase == .completed, "a session does not end well: \(view)")
                // Who comes late to RUNNING has seen its end.
                let seen = running ?? world.now()
                return Life(
                    startMilliseconds: (seen - max(answered, slot)).milliseconds, end: world.now())
            }
        }
    }
}
