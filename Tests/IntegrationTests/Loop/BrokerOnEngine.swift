import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import BerthStorage
import Testing

/// A broker with a store on the disk and a platform on a real engine: everything but the doors.
struct BrokerOnEngine {
    let broker: Broker
    let store: DyingStore

    init(_ platform: any Platform, database: String, death: DyingStore.Death? = nil) async throws {
        store = DyingStore(try SQLiteStore(path: database), death)
        var settings = BrokerSettings()
        settings.publicURL = "http://127.0.0.1:1"
        // An engine that was started a moment ago, on a machine with other work, is slow to answer.
        settings.answerTime = TimeSpan(seconds: 60)
        broker = try Broker(platforms: [platform], store: store, settings: settings, world: SystemWorld())
        try await broker.start()
    }

    func stop() async {
        await broker.stop()
        await store.close()
    }

    static func request(_ yaml: String) throws -> ExecutionRequest {
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        return ExecutionRequest.reading(document, from: .yaml).value
    }

    /// Asks, and accepts the first offer.
    func accepted(_ yaml: String) async throws -> UUID {
        let answer = try await broker.ask(try Self.request(yaml), as: .anonymous)
        let offer = try #require(
            answer.offers.first?.component.meta?.uuid, "\(answer.meta?.messages.compactMap(\.message) ?? [])")
        _ = try await broker.update(offer, with: Self.phase(.accepted), as: .anonymous)
        return offer
    }

    static func phase(_ phase: SessionPhase) -> Update {
        .enumValue(TextUpdate(path: "phase", value: phase.rawValue))
    }

    /// The session once it is in one of the phases, or at its end.
    func session(_ id: BerthModel.UUID, in phases: Set<SessionPhase> = [], seconds: Int64 = 120) async throws
        -> SessionView
    {
        let deadline = SystemWorld().now() + TimeSpan(seconds: seconds)
        var view = try await broker.session(id, as: .anonymous)
        while let phase = view.session.phase, !phase.isEnd, !phases.contains(phase) {
            let next = try await broker.change(of: id, after: view.revision, until: deadline, as: .anonymous)
            view = try #require(next, "the session is still \(phase.rawValue) after \(seconds) seconds")
        }
        return view
    }

    func output(_ id: UUID, _ stream: LogStream = .stdout) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await broker.log(
                stream, of: id, from: Int64(bytes.count), limit: 1 << 20, waiting: true, as: .anonymous)
            bytes += piece.bytes
            if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
        }
    }
}

extension SessionView {
    var texts: String { (session.component.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n") }
}
