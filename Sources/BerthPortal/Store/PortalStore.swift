package import BerthBroker
package import BerthModel

/// What outlives a restart of the portal.
package protocol PortalStore: Sendable {
    /// - Throws: `failed`, `damaged`, `closed` and others, as all calls.
    func record(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError) -> PortalRecord?

    /// Keeps a record in place of the one with its key.
    func put(_ record: PortalRecord) async throws(StoreError)

    /// Keeps a record in place of the one before it.
    ///
    /// - Returns: false when the kept one is not of the revision before; then nothing has changed.
    func replace(_ record: PortalRecord) async throws(StoreError) -> Bool

    func remove(_ kind: PortalRecord.Kind, _ key: String) async throws(StoreError)

    /// Records of a kind, the latest first.
    ///
    /// - Parameters:
    ///   - owner: only of this subject; of all when nil.
    ///   - before: only those that come after this one in the order.
    func records(
        _ kind: PortalRecord.Kind, owner: String?, before: PortalRecord?, limit: Int
    ) async throws(StoreError) -> [PortalRecord]

    /// How many of a kind there are, of one subject or of all.
    func count(_ kind: PortalRecord.Kind, owner: String?) async throws(StoreError) -> Int

    /// Forgets records of a kind: all of before an instant, and of the rest all but the latest so many.
    ///
    /// - Parameter owner: only of this subject; of all when nil.
    func forget(
        _ kind: PortalRecord.Kind, owner: String?, before instant: Instant, keeping count: Int
    ) async throws(StoreError)

    func close() async
}

extension PortalStore {
    /// Forgets records whosesoever they are.
    package func forget(
        _ kind: PortalRecord.Kind, before instant: Instant, keeping count: Int
    ) async throws(StoreError) {
        try await forget(kind, owner: nil, before: instant, keeping: count)
    }

    /// The latest of a subject's records.
    package func records(
        _ kind: PortalRecord.Kind, owner: String? = nil, limit: Int
    ) async throws(StoreError) -> [PortalRecord] {
        try await records(kind, owner: owner, before: nil, limit: limit)
    }
}
