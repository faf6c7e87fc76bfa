import BerthBroker
import BerthClient
import BerthDocument
import BerthModel

/// Keeps what was refused through this portal: brokers forget it with their memory.
actor RefusalBook {
    static let most = 5_000
    /// So many of them are of one subject; their own oldest go first, so that nobody takes the places of all.
    static let mostOfOne = 500

    private let store: any PortalStore
    private let world: any World
    /// What was refused longer ago is forgotten.
    let retention: TimeSpan
    /// What each subject has had refused since the start, oldest first: only here, since who asked is not kept.
    private var keys: [String: [String]] = [:]

    init(store: any PortalStore, world: any World, retention: TimeSpan) {
        self.store = store
        self.world = world
        self.retention = retention
    }

    /// Keeps an answer when it is a NO. That it cannot be kept is no reason to show no answer.
    func keep(
        _ answer: Received<OfferSetResponse>, of asking: LiveAsking, _ broker: PortalBroker, groups: [String]
    ) async {
        let now = world.now()
        guard
            let refused = RefusedRequest(
                answer, to: asking.request, broker: broker.title, groups: groups, at: now),
            let body = try? refused.document(for: .json).written(as: .json)
        else { return }
        let key = "\(asking.id)/\(broker.name)"
        keys[asking.owner, default: []].append(key)
        if let first = keys[asking.owner]?.first, keys[asking.owner]?.count ?? 0 > Self.mostOfOne {
            keys[asking.owner]?.removeFirst()
            if first != key { try? await store.remove(.refusal, first) }
        }
        try? await store.put(PortalRecord(.refusal, key: key, at: now, body: body))
        try? await store.forget(.refusal, before: now - retention, keeping: Self.most)
    }

    /// All that is kept, latest first.
    func all() async throws(PortalError) -> [RefusedRequest] {
        do throws(StoreError) {
            return try await store.records(.refusal, owner: nil, before: nil, limit: Self.most).compactMap { record in
                (try? Document.read(record.body, as: .json)).map { RefusedRequest.reading($0, from: .json).value }
            }
        } catch {
            throw PortalError(error)
        }
    }
}
