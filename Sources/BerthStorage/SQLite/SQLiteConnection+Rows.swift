import BerthBroker
import BerthModel

/// Offer sets and sessions as rows.
extension SQLiteConnection {
    /// - Returns: its place in the order of insertion, by which its sessions name it.
    func insert(_ offerSet: StoredOfferSet) throws(StoreError) -> Int64 {
        let statement = try statement("INSERT INTO offer_sets (id, owner, created, body) VALUES (?1, ?2, ?3, ?4)")
        defer { statement.reset() }
        try statement.bind(offerSet.id, at: 1)
        try statement.bind(offerSet.owner, at: 2)
        try statement.bind(offerSet.created, at: 3)
        try statement.bind(offerSet.body, at: 4)
        _ = try statement.step()
        return lastInserted
    }

    /// - Parameter sequence: the place of its offer set; `nil` for a session without one.
    func insert(_ session: StoredSession, inOfferSet sequence: Int64?) throws(StoreError) {
        let statement = try statement(
            """
            INSERT INTO sessions (id, offer_set, owner, platform, phase, ended, revision, created, modified, body)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """)
        defer { statement.reset() }
        try statement.bind(session.id, at: 1)
        if let sequence { try statement.bind(sequence, at: 2) }
        try statement.bind(session.owner, at: 3)
        try statement.bind(session.platform, at: 4)
        try statement.bind(session.phase.rawValue, at: 5)
        try statement.bind(session.phase.isEnd ? 1 : 0, at: 6)
        try statement.bind(session.revision, at: 7)
        try statement.bind(session.created, at: 8)
        try statement.bind(session.modified, at: 9)
        try statement.bind(session.body, at: 10)
        _ = try statement.step()
    }

    /// The place of an offer set in the order of insertion; `nil` when it is not there.
    func sequence(ofOfferSet id: UUID) throws(StoreError) -> Int64? {
        let statement = try statement("SELECT sequence FROM offer_sets WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        return try statement.step() ? statement.number(0) : nil
    }

    /// - Returns: `false` when the stored session is not at the revision before.
    func update(_ session: StoredSession) throws(StoreError) -> Bool {
        // The offer set is not among the columns: a session stays in the set it was offered in.
        let statement = try statement(
            """
            UPDATE sessions SET owner = ?2, platform = ?3, phase = ?4, ended = ?5, revision = ?6, created = ?7,
                modified = ?8, body = ?9
            WHERE id = ?1 AND revision = ?6 - 1
            """)
        defer { statement.reset() }
        try statement.bind(session.id, at: 1)
        try statement.bind(session.owner, at: 2)
        try statement.bind(session.platform, at: 3)
        try statement.bind(session.phase.rawValue, at: 4)
        try statement.bind(session.phase.isEnd ? 1 : 0, at: 5)
        try statement.bind(session.revision, at: 6)
        try statement.bind(session.created, at: 7)
        try statement.bind(session.modified, at: 8)
        try statement.bind(session.body, at: 9)
        _ = try statement.step()
        return changes == 1
    }

    /// - Returns: `false` when the offer set is not there.
    func update(_ offerSet: StoredOfferSet) throws(StoreError) -> Bool {
        let statement = try statement("UPDATE offer_sets SET owner = ?2, created = ?3, body = ?4 WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(offerSet.id, at: 1)
        try statement.bind(offerSet.owner, at: 2)
        try statement.bind(offerSet.created, at: 3)
        try statement.bind(offerSet.body, at: 4)
        _ = try statement.step()
        return changes == 1
    }

    /// The sessions of an offer set, each with its revision.
    func revisions(inOfferSet id: UUID) throws(StoreError) -> [UUID: Int64] {
        let statement = try statement(
            "SELECT id, revision FROM sessions WHERE offer_set = (SELECT sequence FROM offer_sets WHERE id = ?1)")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        var found: [UUID: Int64] = [:]
        while try statement.step() {
            if let id = statement.id(0) { found[id] = statement.number(1) }
        }
        return found
    }

    /// How many sessions there are in the offer set of a session; `nil` for one without, or that is not there.
    func siblings(of id: UUID) throws(StoreError) -> Int? {
        let statement = try statement(
            "SELECT count(*) FROM sessions WHERE offer_set = (SELECT offer_set FROM sessions WHERE id = ?1)")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        guard try statement.step(), statement.number(0) > 0 else { return nil }
        return Int(clamping: statement.number(0))
    }

    func deleteSession(_ id: UUID) throws(StoreError) {
        try run("DELETE FROM sessions WHERE id = ?1", id)
    }

    /// Deletes an offer set when no session is left in it.
    func deleteOfferSetIfEmpty(_ id: UUID) throws(StoreError) {
        try run(
            """
            DELETE FROM offer_sets
            WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM sessions WHERE offer_set = offer_sets.sequence)
            """, id)
    }

    /// Deletes offer sets of before an instant that have no session, at most `limit`.
    func deleteEmptyOfferSets(createdBefore instant: Instant, limit: Int) throws(StoreError) {
        let statement = try statement(
            """
            DELETE FROM offer_sets WHERE sequence IN (
                SELECT sequence FROM offer_sets AS old
                WHERE created < ?1 AND NOT EXISTS (SELECT 1 FROM sessions WHERE offer_set = old.sequence)
                ORDER BY created LIMIT ?2)
            """)
        defer { statement.reset() }
        try statement.bind(instant, at: 1)
        try statement.bind(Int64(limit), at: 2)
        _ = try statement.step()
    }

    func offerSet(_ id: UUID) throws(StoreError) -> StoredOfferSet? {
        let statement = try statement("SELECT owner, created, body FROM offer_sets WHERE id = ?1")
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        guard try statement.step() else { return nil }
        return StoredOfferSet(
            id: id, owner: statement.text(0), created: statement.instant(1), body: statement.bytes(2))
    }

    func session(_ id: UUID) throws(StoreError) -> StoredSession? {
        try sessions("WHERE id = ?1") { statement throws(StoreError) in try statement.bind(id, at: 1) }.first
    }

    /// In the order of their insertion.
    func sessions(ofOfferSet id: UUID) throws(StoreError) -> [StoredSession] {
        guard let sequence = try sequence(ofOfferSet: id) else { return [] }
        return try sessions("WHERE offer_set = ?1 ORDER BY sequence") { statement throws(StoreError) in
            try statement.bind(sequence, at: 1)
        }
    }

    func sessions(_ query: SessionQuery) throws(StoreError) -> [StoredSession] {
        // Each place has a fixed number, so that the text depends on what is asked and not on the values.
        var conditions: [String] = []
        if query.owner != nil { conditions.append("owner = ?2") }
        if query.after != nil { conditions.append("(created, id) < (?3, ?4)") }
        if !query.phases.isEmpty {
            let places = query.phases.indices.map { "?\(5 + $0)" }.joined(separator: ", ")
            conditions.append("phase IN (\(places))")
        }
        let filter = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try sessions("\(filter) ORDER BY created DESC, id DESC LIMIT ?1") { statement throws(StoreError) in
            try statement.bind(Int64(max(0, query.limit)), at: 1)
            if let owner = query.owner { try statement.bind(owner, at: 2) }
            if let after = query.after {
                try statement.bind(after.created, at: 3)
                try statement.bind(after.id, at: 4)
            }
            for (index, phase) in query.phases.enumerated() {
                try statement.bind(phase.rawValue, at: Int32(5 + index))
            }
        }
    }

    func unfinished() throws(StoreError) -> [StoredSession] {
        try sessions("WHERE ended = 0 ORDER BY created, id") { _ throws(StoreError) in }
    }

    /// Those that ended before an instant, the earliest first.
    func ended(before instant: Instant, limit: Int) throws(StoreError) -> [StoredSession] {
        try sessions("WHERE ended = 1 AND modified < ?1 ORDER BY modified, id LIMIT ?2") {
            statement throws(StoreError) in
            try statement.bind(instant, at: 1)
            try statement.bind(Int64(limit), at: 2)
        }
    }

    private func run(_ sql: String, _ id: UUID) throws(StoreError) {
        let statement = try statement(sql)
        defer { statement.reset() }
        try statement.bind(id, at: 1)
        _ = try statement.step()
    }

    private func sessions(
        _ rest: String, bind: (SQLiteStatement) throws(StoreError) -> Void
    ) throws(StoreError) -> [StoredSession] {
        let statement = try statement(
            """
            SELECT id, (SELECT sets.id FROM offer_sets AS sets WHERE sets.sequence = offer_set), owner, platform, phase,
                revision, created, modified, body
            FROM sessions \(rest)
            """)
        defer { statement.reset() }
        try bind(statement)
        var found: [StoredSession] = []
        while try statement.step() { found.append(try session(in: statement)) }
        return found
    }

    private func session(in row: SQLiteStatement) throws(StoreError) -> StoredSession {
        guard let id = row.id(0), let phase = SessionPhase(rawValue: row.text(4)) else {
            throw StoreError(
                .damaged,
                "The database \(path) holds a session in the phase \"\(row.text(4))\", which does not exist. "
                    + "Stop the broker, and restore the file from a backup.",
                path: path)
        }
        return StoredSession(
            id: id, offerSet: row.id(1), owner: row.text(2), platform: row.text(3), phase: phase,
            revision: row.number(5), created: row.instant(6), modified: row.instant(7), body: row.bytes(8))
    }
}
