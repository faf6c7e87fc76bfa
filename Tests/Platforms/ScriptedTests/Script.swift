import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization
import Testing

@testable import BerthScripted

/// A clock that jumps to whatever is waited for, or stands still until a test moves it.
final class TestClock: Sendable {
    private struct State {
        var now = Instant(seconds: 1_800_000_000)
        var isStill = false
        var last = 0
        var sleepers: [Int: (until: Instant, waiter: CheckedContinuation<Void, Never>)] = [:]
    }

    private let state = Mutex(State())
    /// One element for each time that somebody falls asleep.
    let asleep: AsyncStream<Instant>
    private let fellAsleep: AsyncStream<Instant>.Continuation

    init(still: Bool = false) {
        (asleep, fellAsleep) = AsyncStream.makeStream()
        state.withLock { $0.isStill = still }
    }

    var now: Instant { state.withLock(\.now) }

    func sleep(until instant: Instant) async {
        let number = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { waiter in
                let stays = state.withLock { state in
                    if Task.isCancelled || instant <= state.now { return false }
                    if !state.isStill && instant < .latest {
                        state.now = instant
                        return false
                    }
                    state.sleepers[number] = (instant, waiter)
                    return true
                }
                if stays { fellAsleep.yield(instant) } else { waiter.resume() }
            }
        } onCancel: {
            state.withLock { $0.sleepers.removeValue(forKey: number)?.waiter }?.resume()
        }
    }

    /// Returns when somebody has fallen asleep.
    func sleeper() async { for await _ in asleep { return } }

    func move(by span: TimeSpan) {
        let woken = state.withLock { state in
            state.now = state.now + span
            let woken = state.sleepers.filter { $0.value.until <= state.now }
            for number in woken.keys { state.sleepers[number] = nil }
            return woken.map(\.value.waiter)
        }
        for waiter in woken { waiter.resume() }
    }
}

/// A scripted platform with one session of it.
struct Script {
    let clock: TestClock
    let platform: ScriptedPlatform
    var work: Work

    init(_ yaml: String = "{}", clock: TestClock = TestClock(), request: String = Script.request) async throws {
        self.clock = clock
        platform = try Script.platform(yaml, clock)
        guard case .yes(let plans) = await platform.canIDoThis(try Script.question(request)) else {
            throw PlatformError(.refused, "The script said no.")
        }
        work = Work(
            session: UUID(high: 1, low: 1), plan: try #require(plans.first), owner: .anonymous, end: .latest)
    }

    static let request = "executable: {kind: docker-container, image: {locations: [localhost/x]}}"
    static let withStorage = """
        executable: {kind: docker-container, image: {locations: [localhost/x]}}
        storage: [{kind: simple-storage-resource, size: {min: 2}}]
        data: [{kind: simple-data-resource, location: "https://h/x"}]
        """

    static func settings(_ yaml: String) throws -> ScriptedSettings {
        let (settings, problems) = ScriptedSettings.reading(
            try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml)
        #expect(problems.map(\.message) == [])
        return settings
    }

    static func platform(_ yaml: String, _ clock: TestClock = TestClock()) throws -> ScriptedPlatform {
        try ScriptedPlatform(
            try settings(yaml), clock: ScriptedClock(now: { clock.now }, sleep: { await clock.sleep(until: $0) }))
    }

    static func question(_ yaml: String, asker: Identity = .anonymous) throws -> Question {
        let (request, problems) = ExecutionRequest.reading(
            try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml)
        #expect(problems.map(\.message) == [])
        var number: UInt64 = 0
        return Question(
            request, asker: asker, now: Instant(seconds: 1_800_000_000), defaults: .init(),
            nextID: {
                number += 1
                return UUID(high: 0, low: number)
            })
    }

    var parts: [Part] { Part.inOrder(of: work.plan) }

    func prepare() async throws {
        for part in parts { _ = try await platform.prepare(part, of: work) }
    }

    func release() async throws {
        for part in parts.reversed() { try await platform.release(part, of: work) }
    }

    /// Every state until the end.
    func states() async throws -> [WorkState] {
        var states: [WorkState] = []
        while true {
            states.append(try await platform.observe(work, after: states.last))
            if case .finished = states.last { return states }
        }
    }

    func output(_ stream: LogStream = .stdout, pieces limit: Int = 1 << 16) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await platform.log(
                stream, of: work, from: Int64(bytes.count), limit: limit, waiting: true)
            bytes += piece.bytes
            if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
        }
    }
}
