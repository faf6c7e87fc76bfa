package import BerthBroker
package import BerthModel
package import BerthPlatform

/// Stands before a store, lets every call through, and holds each write against what a broker promises. It believes
/// the records alone and nothing that a broker says.
package final class Auditor: Store {
    struct State: Sendable {
        /// The latest record of each session.
        var records: [UUID: SessionRecord] = [:]
        /// Those that are not at their end.
        var open: [UUID: SessionRecord] = [:]
        /// The members of each offer set.
        var members: [UUID: Set<UUID>] = [:]
        var violations: [String] = []
    }

    let inner: any Store
    let capacities: [String: Capacity]
    let state = Locked(State())
    private let trace: Trace

    /// - Parameter capacities: by platform; one that is not named is not counted.
    package init(_ inner: any Store, capacities: [String: Capacity], trace: Trace = Trace()) {
        self.inner = inner
        self.capacities = capacities
        self.trace = trace
    }

    /// What was promised and not kept, in the order it was seen.
    package var violations: [String] { state.withLock(\.violations) }

    /// The latest record of each session, oldest first.
    package var records: [SessionRecord] {
        state.withLock { $0.records.values.sorted { ($0.session.created, $0.id) < ($1.session.created, $1.id) } }
    }

    /// Somebody was told that his accept was taken.
    package func accepted(_ session: UUID) {
        guard let record = state.withLock({ $0.records[session] }) else {
            return say("\(session) is accepted and lost")
        }
        if [.offered, .rejected, .expired].contains(record.phase) {
            say("\(session) is \(record.phase.rawValue), but its owner was told that it is accepted")
        }
    }

    /// Nothing more will happen: everything has come to its end.
    package func finish(leftovers: [UUID]) {
        for record in records where !record.phase.isEnd { say("\(record.id) is still \(record.phase.rawValue)") }
        for session in leftovers { say("\(session) has left something on its platform") }
    }

    package func say(_ violation: String) { state.withLock { $0.violations.append(violation) } }

    // MARK: writes

    package func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError) {
        try await inner.insert(offerSet, sessions)
        for stored in sessions {
            guard let record = read(stored) else { continue }
            // What is run at once stands alone: without an offer set, or in one that is only there for its key.
            let isAlone = offerSet == nil || offerSet?.id.version == 8 && sessions.count == 1
            let first: SessionPhase = offerSet == nil || isAlone && record.phase == .accepted ? .accepted : .offered
            if record.phase != first || record.revision != 1 || record.history.map(\.phase) != [first] {
                say("\(record.id) begins as \(record.phase.rawValue) at revision \(record.revision)")
            }
            take(record)
        }
        checkCapacity()
    }

    package func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool {
        guard try await inner.amend(offerSet, adding: sessions, to: known) else { return false }
        for stored in sessions {
            guard let record = read(stored) else { continue }
            if record.phase != .offered || record.revision != 1 || record.offerSet != offerSet.id {
                say("\(record.id) joins as \(record.phase.rawValue) at revision \(record.revision)")
            }
            take(record)
        }
        checkWinners(of: offerSet.id)
        checkCapacity()
        return true
    }

    package func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool {
        guard try await inner.replace(sessions, among: count) else { return false }
        for stored in sessions {
            guard let record = read(stored) else { continue }
            if let before = state.withLock({ $0.records[stored.id] }) { check(record, after: before) }
            take(record)
        }
        for set in Set(sessions.compactMap(\.offerSet)).sorted() { checkWinners(of: set) }
        // An end frees something: that needs no look.
        if sessions.contains(where: { !$0.phase.isEnd }) { checkCapacity() }
        return true
    }

    package func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession] {
        let forgotten = try await inner.forget(endedBefore: instant, limit: limit)
        for session in forgotten {
            if !session.phase.isEnd { say("\(session.id) is forgotten while \(session.phase.rawValue)") }
        }
        return forgotten
    }

    private func read(_ stored: StoredSession) -> SessionRecord? {
        do throws(BrokerError) {
            return try SessionRecord(stored)
        } catch {
            say("\(stored.id) cannot be read back: \(error)")
            return nil
        }
    }

    private func take(_ record: SessionRecord) {
        state.withLock { state in
            state.records[record.id] = record
            state.open[record.id] = record.phase.isEnd ? nil : record
            if let set = record.offerSet { state.members[set, default: []].insert(record.id) }
        }
        trace.add("\(record.session.modified) \(record.id) \(record.revision) \(record.phase.rawValue) \(record.step)")
    }

    // MARK: reads

    package func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        try await inner.offerSet(id)
    }
    package func session(_ id: UUID) async throws(StoreError) -> StoredSession? { try await inner.session(id) }
    package func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession] {
        try await inner.sessions(query)
    }
    package func unfinished() async throws(StoreError) -> [StoredSession] { try await inner.unfinished() }
    package func close() async { await inner.close() }
}

extension Session {
    var created: Instant { component.meta?.created ?? .earliest }
    var modified: Instant { component.meta?.modified ?? .earliest }
}
