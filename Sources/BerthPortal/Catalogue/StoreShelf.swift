import BerthBroker
package import BerthModel
import BerthSoftware

/// Keeps what catalogues say in the store of the portal, so that it is known after a restart and when they are down.
package struct StoreShelf: SoftwareShelf {
    /// Answers that are kept; the oldest are forgotten first.
    static let places = 1_000
    /// A longer answer is not kept: with all places taken the store stays under 1 GiB.
    static let mostBytes = 1 << 20
    /// How long an answer is kept that nobody asked for again.
    static let life = TimeSpan(seconds: 30 * 86_400)

    private let store: any PortalStore

    package init(_ store: any PortalStore) { self.store = store }

    package func get(_ key: String) async -> (bytes: [UInt8], at: Instant)? {
        guard let record = try? await store.record(.catalogue, key) else { return nil }
        return (record.body, record.at)
    }

    package func put(_ key: String, _ bytes: [UInt8], at: Instant) async {
        guard bytes.count <= Self.mostBytes else { return }
        // A shelf that cannot keep something forgets it: the catalogue is asked again.
        try? await store.put(PortalRecord(.catalogue, key: key, at: at, body: bytes))
        try? await store.forget(.catalogue, before: at - Self.life, keeping: Self.places)
    }
}
