import BerthBroker
import BerthDocument
import BerthModel

/// Keeps what was asked, promised and got. One thing is written after another, so that the later state is what stays.
actor HistoryBook {
    /// So many askings of one subject are kept; their own oldest are forgotten first, and nobody else's.
    static let most = 5_000
    /// A session that is told at greater length is kept without its words.
    static let sessionBytes = 64 << 10

    private let store: any PortalStore
    private let world: any World
    private let retention: TimeSpan
    /// How often each subject has asked since the start.
    private var written: [String: Int] = [:]

    /// - Parameter retention: what was asked longer ago is forgotten.
    init(store: any PortalStore, world: any World, retention: TimeSpan) {
        self.store = store
        self.world = world
        self.retention = retention
    }

    /// Writes an asking as it is by then, and that it is the latest of its draft.
    func keep(_ asking: LiveAsking) async throws(PortalError) {
        try await put(.history, asking.id.description, asking.owner, asking.at, asking.entry)
        do throws(StoreError) {
            let latest = PortalRecord(
                .asking, key: asking.draft, owner: asking.owner, at: asking.at, body: Array("\(asking.id)".utf8))
            try await store.put(latest)
            let count = written[asking.owner, default: 0]
            written[asking.owner] = count + 1
            if count % 100 == 0 {
                let oldest = world.now() - retention
                for kind in [PortalRecord.Kind.history, .asking, .run] {
                    try await store.forget(kind, before: oldest, keeping: .max)
                    try await store.forget(kind, owner: asking.owner, before: oldest, keeping: Self.most)
                }
            }
        } catch {
            throw PortalError(error)
        }
    }

    func asking(_ id: UUID, of owner: String) async throws(PortalError) -> AskedEntry? {
        guard let record = try await record(.history, id.description), record.owner == owner else { return nil }
        return Self.read(AskedEntry.self, record)
    }

    /// The latest asking of a draft.
    func latest(of draft: String, of owner: String) async throws(PortalError) -> UUID? {
        guard let record = try await record(.asking, draft), record.owner == owner else { return nil }
        return UUID(String(decoding: record.body, as: UTF8.self))
    }

    // MARK: runs

    func keep(_ run: RunEntry, of owner: String) async throws(PortalError) {
        guard let broker = run.broker, let session = run.session else { return }
        let at = run.accepted ?? world.now()
        try await put(.run, RunEntry.key(broker, session), owner, at, run)
    }

    func run(_ broker: String, _ session: UUID, of owner: String) async throws(PortalError) -> RunEntry? {
        guard let record = try await record(.run, RunEntry.key(broker, session)), record.owner == owner else {
            return nil
        }
        return Self.read(RunEntry.self, record)
    }

    /// What is known of a run now; nothing is written that is known already.
    func saw(_ session: Document, started: Instant?, ended: Instant?, _ run: RunEntry, of owner: String)
        async throws(PortalError)
    {
        guard let broker = run.broker, let id = run.session,
            var kept = try await self.run(broker, id, of: owner), !kept.isOver
        else { return }
        let before = kept
        kept.got = Self.bounded(session)
        kept.started = started ?? kept.started
        kept.ended = ended ?? kept.ended
        if kept != before { try await keep(kept, of: owner) }
    }

    private static func bounded(_ session: Document) -> Document {
        guard let bytes = try? session.written(as: .json), bytes.count > sessionBytes else { return session }
        var read = Session.reading(session, from: .json).value
        read.component.meta?.messages = []
        read.executable = nil
        return read.document(for: .json)
    }

    // MARK: pages

    /// The askings of a subject, latest first.
    func askings(of owner: String, before: PortalRecord?, limit: Int)
        async throws(PortalError) -> [(record: PortalRecord, entry: AskedEntry)]
    {
        do throws(StoreError) {
            return try await store.records(.history, owner: owner, before: before, limit: limit).compactMap { record in
                Self.read(AskedEntry.self, record).map { (record, $0) }
            }
        } catch {
            throw PortalError(error)
        }
    }

    /// The record after which a page begins.
    func place(_ key: String, of owner: String) async throws(PortalError) -> PortalRecord? {
        let record = try await record(.history, key)
        return record?.owner == owner ? record : nil
    }

    // MARK: the store

    private func record(_ kind: PortalRecord.Kind, _ key: String) async throws(PortalError) -> PortalRecord? {
        do throws(StoreError) { return try await store.record(kind, key) } catch { throw PortalError(error) }
    }

    private func put<Value: Shaped>(
        _ kind: PortalRecord.Kind, _ key: String, _ owner: String, _ at: Instant, _ value: Value
    ) async throws(PortalError) {
        guard let body = try? value.document(for: .json).written(as: .json) else {
            throw PortalError(.badForm, "This cannot be kept: it is not written as JSON can write it.")
        }
        do throws(StoreError) {
            try await store.put(PortalRecord(kind, key: key, owner: owner, at: at, body: body))
        } catch {
            throw PortalError(error)
        }
    }

    /// - Returns: nil for what a later version has written so that it cannot be read.
    private static func read<Value: Shaped>(_: Value.Type, _ record: PortalRecord) -> Value? {
        guard let document = try? Document.read(record.body, as: .json) else { return nil }
        return Value.reading(document, from: .json).value
    }
}
