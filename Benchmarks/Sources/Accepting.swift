import BerthBroker
import BerthModel
import BerthPlatform
import BerthScripted
import BerthStorage

/// `bench accepts FOLDER REQUEST REPETITIONS`: offers are accepted by 1, 4 and 64 clients at once, each accept on the
/// disk before it is answered; in turns with single-row commits of plain SQLite on the same disk.
///
/// An accept changes the offer and its sibling: two rows, each of which carries its whole session. A commit of the peer
/// changes one row of the same size.
enum Accepting {
    private static let clients = [1, 4, 64]

    static func run(_ request: ExecutionRequest, folder: String, repetitions: Int) async throws {
        var script = ScriptedSettings()
        script.name = "site"
        (script.cores, script.memory, script.storage) = (1_000_000, 4_000_000, 4_000_000)
        let store = try SQLiteStore(path: "\(folder)/accepts.db")
        let broker = try Serving.broker([script], store: store)
        try await broker.start()
        // Slots begin tomorrow: what follows an accept is not measured.
        var request = request
        let tomorrow = SystemWorld().now() + TimeSpan(seconds: 20 * 3600)
        request.schedule?.requested?.start = Interval(start: tomorrow, end: tomorrow + TimeSpan(seconds: 3600))

        let first = try await broker.ask(request, as: .anonymous)
        let id = first.offers.first?.component.meta?.uuid
        guard let id, let size = try await store.session(id)?.body.count else { fail("no offer") }
        let rows = try PlainRows(path: "\(folder)/plain.db", rows: 2000, bytes: size)
        Measuring.say("bytes", Double(size))

        var taken: [String: [Double]] = [:]
        for repetition in 0...repetitions {
            for count in clients {
                let seconds = try await accepts(count, 200 + 20 * count, of: broker, request)
                // The first turn warms up, and is not counted.
                if repetition > 0 { taken["accepts.\(count)", default: []].append(seconds) }
                let each = try rows.secondsOfCommit(300)
                if repetition > 0 { taken["plain", default: []].append(each) }
            }
        }
        for (name, seconds) in taken { Measuring.say(name, 1 / Measuring.median(seconds)) }
        await broker.stop()
        await store.close()
    }

    /// Seconds for each.
    private static func accepts(
        _ clients: Int, _ count: Int, of broker: Broker, _ request: ExecutionRequest
    ) async throws -> Double {
        let offers = try await together(16, count) { _ in
            let answer = try await broker.ask(request, as: .anonymous)
            guard let id = answer.offers.first?.component.meta?.uuid, answer.offers.count == 2 else {
                fail("two offers are wanted: \(answer)")
            }
            return id
        }
        let seconds = try await Measuring.seconds {
            _ = try await together(clients, count) { index in
                let view = try await Serving.accept(offers[index], of: broker)
                expect(view.session.phase == .accepted, "an offer is \(String(describing: view.session.phase))")
                return offers[index]
            }
        }
        return seconds / Double(count)
    }

    /// So many clients share the work, each with one call after the other.
    private static func together(
        _ clients: Int, _ count: Int, _ body: @escaping @Sendable (Int) async throws -> UUID
    ) async throws -> [UUID] {
        try await withThrowingTaskGroup(of: [UUID].self) { group in
            for client in 0..<clients {
                group.addTask {
                    var own: [UUID] = []
                    for index in stride(from: client, to: count, by: clients) { own.append(try await body(index)) }
                    return own
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }
}
