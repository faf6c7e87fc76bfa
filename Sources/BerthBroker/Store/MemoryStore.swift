package import BerthModel

/// A store that forgets everything with its process: for tests and for trying out.
package actor MemoryStore: Store {
    private var offerSets: [UUID: StoredOfferSet] = [:]
    /// The sessions of each offer set, in the order of their insertion.
    private var members: [UUID: [UUID]] = [:]
    private var sessions: [UUID: StoredSession] = [:]
    private var isClosed = false

    package init() {}

    private func checkOpen() throws(StoreError) {
        if isClosed { throw StoreError(.closed, "The store is closed.") }
    }

    package func insert(_ offerSet: StoredOfferSet?, _ new: [StoredSession]) throws(StoreError) {
        try checkOpen()
        // Everything is checked first: all or nothing.
        if let offerSet, offerSets[offerSet.id] != nil {
            throw StoreError(.failed, "There is an offer set \(offerSet.id) already.")
        }
        var ids: Set<UUID> = []
        for session in new {
            if sessions[session.id] != nil || !ids.insert(session.id).inserted {
                throw StoreError(.failed, "There is a session \(session.id) already.")
            }
            if let set = session.offerSet, set != offerSet?.id, offerSets[set] == nil {
                throw StoreError(.failed, "The session \(session.id) names the offer set \(set), which is not there.")
            }
        }
        if let offerSet { offerSets[offerSet.id] = offerSet }
        for session in new {
            sessions[session.id] = session
            if let set = session.offerSet { members[set, default: []].append(session.id) }
        }
    }

    package func replace(_ changed: [StoredSession], among count: Int?) throws(StoreError) -> Bool {
        try checkOpen()
        if let count, let first = changed.first {
            guard let set = sessions[first.id]?.offerSet, members[set]?.count == count else { return false }
        }
        // Named twice, a session cannot stand at the revision before both times.
        if Set(changed.map(\.id)).count < changed.count { return false }
        for session in changed where sessions[session.id]?.revision != session.revision - 1 {
            return false
        }
        for var session in changed {
            session.offerSet = sessions[session.id]?.offerSet
            sessions[session.id] = session
        }
        return true
    }

    package func amend(
        _ offerSet: StoredOfferSet, adding new: [StoredSession], to known: [UUID: Int64]
    ) throws(StoreError) -> Bool {
        try checkOpen()
        let there = (members[offerSet.id] ?? []).compactMap { sessions[$0] }
        guard offerSets[offerSet.id] != nil,
            Dictionary(there.map { ($0.id, $0.revision) }, uniquingKeysWith: max) == known
        else { return false }
        try insert(nil, new)
        offerSets[offerSet.id] = offerSet
        return true
    }

    package func offerSet(_ id: UUID) throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        try checkOpen()
        guard let set = offerSets[id] else { return nil }
        return (set, (members[id] ?? []).compactMap { sessions[$0] })
    }

    package func session(_ id: UUID) throws(StoreError) -> StoredSession? {
        try checkOpen()
        return sessions[id]
    }

    package func sessions(_ query: SessionQuery) throws(StoreError) -> [StoredSession] {
        try checkOpen()
        let found = sessions.values.filter { session in
            if let owner = query.owner, session.owner != owner { return false }
            if !query.phases.isEmpty, !query.phases.contains(session.phase) { return false }
            if let after = query.after, (session.created, session.id) >= (after.created, after.id) { return false }
            return true
        }
        return Array(found.sorted { ($0.created, $0.id) > ($1.created, $1.id) }.prefix(max(0, query.limit)))
    }

    package func unfinished() throws(StoreError) -> [StoredSession] {
        try checkOpen()
        return sessions.values.filter { !$0.phase.isEnd }.sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    package func forget(endedBefore instant: Instant, limit: Int) throws(StoreError) -> [StoredSession] {
        try checkOpen()
        let limit = max(0, limit)
        let old = sessions.values.filter { $0.phase.isEnd && $0.modified < instant }
            .sorted { ($0.modified, $0.id) < ($1.modified, $1.id) }.prefix(limit)
        for session in old {
            sessions[session.id] = nil
            guard let set = session.offerSet else { continue }
            members[set]?.removeAll { $0 == session.id }
            if members[set]?.isEmpty == true { forgetOfferSet(set) }
        }
        let empty = offerSets.values.filter { $0.created < instant && members[$0.id, default: []].isEmpty }
        for set in empty.sorted(by: { ($0.created, $0.id) < ($1.created, $1.id) }).prefix(limit) {
            forgetOfferSet(set.id)
        }
        return Array(old)
    }

    private func forgetOfferSet(_ id: UUID) {
        members[id] = nil
        offerSets[id] = nil
    }

    package func close() { isClosed = true }
}
