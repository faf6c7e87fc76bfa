import BerthBroker
import BerthModel

/// A store with one defect, to see that the suite finds it.
actor BrokenStore: Store {
    enum Defect: CaseIterable {
        case dropsLastByte, forgetsOwner, insertsHalves, overwrites, reversesOfferSets, ignoresRevisions
        case replacesHalves, refusesMoves, ignoresPhases, ignoresCursor, listsOldestFirst, repeatsEqualInstants
        case findsTheEnded, forgetsLatestFirst, forgetsTooMany, keepsEmptyOfferSets, keepsOnly1000, cutsLargeBodies
        case letsOthersIn, readsLate, worksAfterClosing, losesWritesAtClosing, refusesWithAnotherCode
        case doesNotCount, joinsTheDecided, amendsHalves
    }

    let defect: Defect
    private let inner = MemoryStore()
    private var count = 0
    private var late: [StoredSession] = []
    private var isClosed = false

    init(_ defect: Defect) { self.defect = defect }

    func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError) {
        if isClosed { throw closing }
        var offerSet = offerSet
        var sessions = sessions
        switch defect {
        case .dropsLastByte:
            let body = offerSet?.body ?? []
            offerSet?.body = Array(body.dropLast())
        case .forgetsOwner:
            sessions = sessions.map {
                var session = $0; session.owner = "ada"; return session
            }
        case .insertsHalves:
            if let offerSet { try await inner.insert(offerSet, []) }
            for session in sessions { try await inner.insert(nil, [session]) }
            return
        case .overwrites:
            do { try await inner.insert(offerSet, sessions) } catch { if error.code == .closed { throw error } }
            return
        case .cutsLargeBodies:
            sessions = sessions.map {
                var session = $0; session.body = Array($0.body.prefix(1 << 19)); return session
            }
        case .keepsOnly1000:
            count += sessions.count
            if count > 1000 { return }
        case .refusesWithAnotherCode:
            do { try await inner.insert(offerSet, sessions) } catch { throw StoreError(.full, error.message) }
            return
        default: break
        }
        try await inner.insert(offerSet, sessions)
    }

    func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool {
        if isClosed { throw closing }
        if let count, defect != .doesNotCount { return try await inner.replace(sessions, among: count) }
        switch defect {
        case .ignoresRevisions:
            var current: [StoredSession] = []
            for var session in sessions {
                guard let old = try await inner.session(session.id) else { return false }
                session.revision = old.revision + 1
                current.append(session)
            }
            return try await inner.replace(current)
        case .replacesHalves:
            for session in sessions {
                if try await !inner.replace([session]) { return false }
                for _ in 0..<10 { await Task.yield() }
            }
            return true
        case .letsOthersIn:
            // Compares, lets others in, and then sets.
            for session in sessions {
                guard try await inner.session(session.id)?.revision == session.revision - 1 else { return false }
            }
            for _ in 0..<10 { await Task.yield() }
            _ = try await inner.replace(sessions)
            return true
        case .readsLate:
            // The write before becomes visible with the next one.
            if !late.isEmpty { _ = try await inner.replace(late) }
            late = sessions
            return true
        case .refusesMoves:
            for session in sessions where session.offerSet == nil { return false }
            return try await inner.replace(sessions)
        default: return try await inner.replace(sessions)
        }
    }

    func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool {
        if isClosed { throw closing }
        switch defect {
        case .joinsTheDecided:
            guard let found = try await inner.offerSet(offerSet.id) else { return false }
            let present = Dictionary(uniqueKeysWithValues: found.sessions.map { ($0.id, $0.revision) })
            return try await inner.amend(offerSet, adding: sessions, to: present)
        case .amendsHalves:
            _ = try await inner.amend(offerSet, adding: [], to: known)
            return try await inner.amend(offerSet, adding: sessions, to: known)
        default: return try await inner.amend(offerSet, adding: sessions, to: known)
        }
    }

    func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        let found = try await inner.offerSet(id)
        guard let found, defect == .reversesOfferSets else { return found }
        return (found.set, found.sessions.reversed())
    }

    func session(_ id: UUID) async throws(StoreError) -> StoredSession? { try await inner.session(id) }

    func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession] {
        var query = query
        switch defect {
        case .ignoresPhases: query.phases = []
        case .ignoresCursor: query.after = nil
        case .repeatsEqualInstants:
            if let after = query.after { query.after = (after.created, UUID(high: .max, low: .max)) }
        case .listsOldestFirst:
            query.limit = .max
            let found = try await inner.sessions(query)
            return Array(found.reversed().prefix(query.limit))
        default: break
        }
        return try await inner.sessions(query)
    }

    func unfinished() async throws(StoreError) -> [StoredSession] {
        if defect == .findsTheEnded { return try await inner.sessions(SessionQuery(limit: .max)).reversed() }
        return try await inner.unfinished()
    }

    func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession] {
        switch defect {
        case .forgetsLatestFirst: return try await inner.forget(endedBefore: instant, limit: limit).reversed()
        case .forgetsTooMany: return try await inner.forget(endedBefore: instant, limit: limit + 1)
        case .keepsEmptyOfferSets:
            let before = try await inner.sessions(SessionQuery(limit: .max))
            let forgotten = try await inner.forget(endedBefore: instant, limit: limit)
            for id in Set(forgotten.compactMap(\.offerSet)) where try await inner.offerSet(id) == nil {
                let created = before.first { $0.offerSet == id }?.created ?? instant
                try await inner.insert(StoredOfferSet(id: id, owner: "", created: created, body: []), [])
            }
            return forgotten
        default: return try await inner.forget(endedBefore: instant, limit: limit)
        }
    }

    func close() async {
        if defect == .worksAfterClosing { return }
        if defect == .losesWritesAtClosing { isClosed = true }
        await inner.close()
    }

    private var closing: StoreError { StoreError(.failed, "The database went away.") }
}
