extension SQLiteStore {
    package struct Settings: Sendable, Hashable {
        /// How long a statement waits for another program that holds the database, in milliseconds.
        package var busyTimeoutMilliseconds: Int32 = 5_000
        /// How many connections read at the same time.
        package var readers = 2
        package var limits = Limits()

        package init() {}
    }

    /// Every number that the store does not go beyond.
    package struct Limits: Sendable, Hashable {
        /// Writes that wait for the disk; the next one is refused as `tooBusy`.
        package var waitingWrites = 10_000
        /// What those hold in memory, in bytes.
        package var waitingWriteBytes = 256 << 20
        /// Writes that one commit carries at most: a bound on how long the first of them waits.
        package var writesPerCommit = 512
        /// Reads that wait for a connection; the next one is refused as `tooBusy`.
        package var waitingReads = 10_000
        /// The largest body of an offer set or a session, in bytes.
        package var bodyBytes = 16 << 20
        /// How long the log grows before it is folded into the database, in pages of 4,096 bytes. A longer log writes
        /// pages that change often fewer times, and takes longer to read at the next start: 16 MiB about 20 ms.
        package var logPages = 4_000
        /// What the log keeps on the disk when it has nothing to say, in bytes.
        package var idleLogBytes = 64 << 20
        /// How large the database may grow, in pages of 4,096 bytes; `nil` for as large as the disk.
        package var databasePages: Int?

        package init() {}
    }
}
