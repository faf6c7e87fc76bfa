package import BerthBroker
package import BerthModel

/// Forgets everything when the portal ends.
package final class MemoryPortalStore: PortalStore {
    private let kept = Locked<[PortalRecord.Kind: [String: PortalRecord]]?>([:])

    package init() {}

    package func record(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError) -> PortalRecord? {
        try open { $0[kind]?[key] }
    }

    package func put(_ record: PortalRecord) async throws(StoreError) {
        try open { $0[record.kind, default: [:]][record.key] = record }
    }

    package func replace(_ record: PortalRecord) async throws(StoreError) -> Bool {
        try open { kept in
            guard kept[record.kind]?[record.key]?.revision == record.revision - 1 else { return false }
            kept[record.kind]?[record.key] = record
            return true
        }
    }

    package func remove(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError) {
        try open { $0[kind]?[key] = nil }
    }

    package func records(
        _ kind: PortalRecord.Kind, owner: String?, before: PortalRecord?, limit: Int
    ) async throws(StoreError) -> [PortalRecord] {
        let all = try open { $0[kind] ?? [:] }
        let wanted = all.values.filter { record in
            (owner == nil || record.owner == owner) && (before.map { Self.isLater($0, record) } ?? true)
        }
        return Array(wanted.sorted(by: Self.isLater).prefix(max(0, limit)))
    }

    package func count(_ kind: PortalRecord.Kind, owner: String?) async throws(StoreError) -> Int {
        try open { kept in kept[kind]?.values.count { owner == nil || $0.owner == owner } ?? 0 }
    }

    package func forget(
        _ kind: PortalRecord.Kind, owner: String?, before instant: Instant, keeping count: Int
    ) async throws(StoreError) {
        try open { kept in
            let all = (kept[kind] ?? [:]).values
            let others = all.filter { owner != nil && $0.owner != owner }
            let young = all.filter { $0.at >= instant && (owner == nil || $0.owner == owner) }.sorted(by: Self.isLater)
            kept[kind] = Dictionary(
                uniqueKeysWithValues: (others + young.prefix(max(0, count))).map { ($0.key, $0) })
        }
    }

    package func close() async { kept.withLock { $0 = nil } }

    private func open<T: Sendable>(
        _ body: (inout [PortalRecord.Kind: [String: PortalRecord]]) -> T
    ) throws(StoreError) -> T {
        try kept.withLock { kept throws(StoreError) in
            guard var open = kept else { throw StoreError(.closed, "The store of the portal is closed.") }
            // Not two copies of everything while it is changed.
            kept = [:]
            defer { kept = open }
            return body(&open)
        }
    }

    private static func isLater(_ left: PortalRecord, _ right: PortalRecord) -> Bool {
        (left.at, left.key) > (right.at, right.key)
    }
}
