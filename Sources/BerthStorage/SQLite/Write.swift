import BerthBroker
import BerthModel

/// One change of the store: all of it, or nothing.
enum Write: Sendable {
    case insert(StoredOfferSet?, [StoredSession])
    /// - Parameter among: how many sessions their offer set has; `nil` where that does not matter.
    case replace([StoredSession], among: Int? = nil)
    /// - Parameter known: the sessions that the offer set has, with their revisions.
    case amend(StoredOfferSet, adding: [StoredSession], to: [UUID: Int64])
    case forget(endedBefore: Instant, limit: Int)

    enum Outcome: Sendable, Equatable {
        case inserted
        case replaced
        /// A revision was another one, or a session joined or left; nothing was changed.
        case outrun
        case forgotten([StoredSession])
    }

    /// What it holds in memory while it waits, in bytes; the columns beside the bodies are small.
    var byteCount: Int {
        switch self {
        case .insert(let offerSet, let sessions):
            sessions.reduce(offerSet?.body.count ?? 0) { $0 + $1.body.count }
        case .replace(let sessions, _): sessions.reduce(0) { $0 + $1.body.count }
        case .amend(let offerSet, let sessions, _): sessions.reduce(offerSet.body.count) { $0 + $1.body.count }
        case .forget: 0
        }
    }

    /// The largest body in it, in bytes.
    var largestBody: Int {
        switch self {
        case .insert(let offerSet, let sessions):
            max(offerSet?.body.count ?? 0, sessions.map(\.body.count).max() ?? 0)
        case .replace(let sessions, _): sessions.map(\.body.count).max() ?? 0
        case .amend(let offerSet, let sessions, _): max(offerSet.body.count, sessions.map(\.body.count).max() ?? 0)
        case .forget: 0
        }
    }

    /// Makes the change inside a savepoint of its own; the transaction around it must have begun.
    ///
    /// - Throws: what the database said; nothing is left of the change, but the whole transaction may be gone.
    func perform(on connection: SQLiteConnection) throws(StoreError) -> Outcome {
        try connection.run("SAVEPOINT change")
        do throws(StoreError) {
            let outcome = try apply(to: connection)
            if outcome == .outrun { try connection.run("ROLLBACK TO change") }
            try connection.run("RELEASE change")
            return outcome
        } catch {
            if connection.isInTransaction {
                try connection.run("ROLLBACK TO change")
                try connection.run("RELEASE change")
            }
            throw error
        }
    }

    private func apply(to connection: SQLiteConnection) throws(StoreError) -> Outcome {
        switch self {
        case .insert(let offerSet, let sessions):
            try Self.insert(offerSet, sessions, into: connection)
            return .inserted
        case .amend(let offerSet, let sessions, let known):
            guard try connection.update(offerSet), try connection.revisions(inOfferSet: offerSet.id) == known else {
                return .outrun
            }
            try Self.insert(nil, sessions, into: connection)
            return .replaced
        case .replace(let sessions, let count):
            if let count, let first = sessions.first, try connection.siblings(of: first.id) != count { return .outrun }
            // Named twice, a session cannot stand at the revision before both times.
            if sessions.count > 1, Set(sessions.map(\.id)).count < sessions.count { return .outrun }
            for session in sessions where try !connection.update(session) { return .outrun }
            return .replaced
        case .forget(let instant, let limit):
            let old = try connection.ended(before: instant, limit: max(0, limit))
            for session in old { try connection.deleteSession(session.id) }
            for id in Set(old.compactMap(\.offerSet)) { try connection.deleteOfferSetIfEmpty(id) }
            try connection.deleteEmptyOfferSets(createdBefore: instant, limit: max(0, limit))
            return .forgotten(old)
        }
    }

    private static func insert(
        _ offerSet: StoredOfferSet?, _ sessions: [StoredSession], into connection: SQLiteConnection
    ) throws(StoreError) {
        var known: (id: UUID, sequence: Int64)?
        if let offerSet { known = (offerSet.id, try connection.insert(offerSet)) }
        for session in sessions {
            if let id = session.offerSet, id != known?.id {
                guard let sequence = try connection.sequence(ofOfferSet: id) else {
                    throw .noOfferSet(id, of: session.id, connection.path)
                }
                known = (id, sequence)
            }
            try connection.insert(session, inOfferSet: session.offerSet == nil ? nil : known?.sequence)
        }
    }
}

extension StoreError {
    static func noOfferSet(_ offerSet: UUID, of session: UUID, _ path: String) -> StoreError {
        StoreError(.failed, "The session \(session) names the offer set \(offerSet), which is not there.", path: path)
    }
}
