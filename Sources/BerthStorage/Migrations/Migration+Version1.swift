extension Migration {
    /// Offer sets and their sessions. Instants are milliseconds since 1970; identifiers are 16 bytes; `sequence` is the
    /// order of insertion; `ended` follows from the phase and is what the sweeper and the start look for. A session
    /// names its offer set by the sequence: an index of random identifiers costs one more page of disk for every
    /// insert.
    static let version1 = Migration(
        version: 1,
        statements: [
            """
            CREATE TABLE offer_sets (
                sequence INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                owner TEXT NOT NULL,
                created INTEGER NOT NULL,
                body BLOB NOT NULL
            ) STRICT
            """,
            """
            CREATE TABLE sessions (
                sequence INTEGER PRIMARY KEY,
                id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
                offer_set INTEGER REFERENCES offer_sets (sequence),
                owner TEXT NOT NULL,
                platform TEXT NOT NULL,
                phase TEXT NOT NULL,
                ended INTEGER NOT NULL CHECK (ended IN (0, 1)),
                revision INTEGER NOT NULL,
                created INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                body BLOB NOT NULL
            ) STRICT
            """,
            "CREATE INDEX offer_sets_by_age ON offer_sets (created)",
            "CREATE INDEX sessions_of_offer_set ON sessions (offer_set) WHERE offer_set IS NOT NULL",
            "CREATE INDEX sessions_by_age ON sessions (created, id)",
            "CREATE INDEX sessions_of_owner ON sessions (owner, created, id)",
            "CREATE INDEX sessions_unfinished ON sessions (created, id) WHERE ended = 0",
            "CREATE INDEX sessions_ended ON sessions (modified, id) WHERE ended = 1",
        ])
}
