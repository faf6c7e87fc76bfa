import BerthBroker

/// The one connection that writes. One disk flush carries every write that came while the last one was under way.
actor SQLiteWriter {
    private let executor = DatabaseExecutor("berth.store.writer")
    private let queue: Locked<CommitQueue>
    private let path: String
    private var connection: SQLiteConnection?

    nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(path: String, settings: SQLiteStore.Settings, migrations: [Migration] = Migration.all) throws(StoreError) {
        self.path = path
        let connection = try SQLiteConnection(
            path: path, busyTimeoutMilliseconds: settings.busyTimeoutMilliseconds)
        try Migration.checkKind(of: connection)
        let mode = try connection.text("PRAGMA journal_mode = WAL")
        guard mode == "wal" else {
            throw StoreError(
                .cannotOpen, "The file system of \(path) does not allow a write-ahead log. Use a local disk.",
                path: path, cause: "journal_mode \(mode)")
        }
        // Every commit waits for the disk: what is answered YES survives a power cut.
        try connection.execute("PRAGMA synchronous = FULL")
        try connection.execute("PRAGMA wal_autocheckpoint = \(settings.limits.logPages)")
        try connection.execute("PRAGMA journal_size_limit = \(settings.limits.idleLogBytes)")
        try Migration.apply(migrations, to: connection)
        if let pages = settings.limits.databasePages { try connection.execute("PRAGMA max_page_count = \(pages)") }
        self.connection = connection
        queue = Locked(CommitQueue(limits: settings.limits, path: path))
    }

    /// Returns when the change is on the disk.
    nonisolated func write(_ write: Write) async throws(StoreError) -> Write.Outcome {
        let result = await withCheckedContinuation { continuation in
            let entry = CommitQueue.Entry(write: write) { continuation.resume(returning: $0) }
            switch queue.withLock({ $0.add(entry) }) {
            case .first: Task { await drain() }
            case .joined: break
            case .refused(let error): continuation.resume(returning: .failure(error))
            }
        }
        return try result.get()
    }

    nonisolated var isClosed: Bool { queue.withLock(\.isClosed) }

    /// Takes no more writes, waits for those that were taken, and closes the connection.
    func close() {
        queue.withLock { $0.close() }
        drain()
        connection = nil
    }

    private func drain() {
        while true {
            let batch = queue.withLock { $0.next() }
            if batch.isEmpty { return }
            let results = commit(batch.map(\.write))
            for (entry, result) in zip(batch, results) { entry.done(result) }
        }
    }

    /// Lends the connection, on its own thread; not inside a commit.
    func withConnection<T: Sendable>(_ body: @Sendable (SQLiteConnection) throws -> T) throws -> T {
        guard let connection else { throw StoreError.closed(path) }
        return try body(connection)
    }

    /// - Returns: one result for each write, in their order.
    func commit(_ writes: [Write]) -> [Result<Write.Outcome, StoreError>] {
        guard let connection else { return writes.map { _ in .failure(.closed(path)) } }
        do throws(StoreError) {
            try connection.run("BEGIN IMMEDIATE")
        } catch {
            return writes.map { _ in .failure(error) }
        }
        do throws(StoreError) {
            let results = try perform(writes, on: connection)
            try connection.run("COMMIT")
            return results
        } catch {
            if connection.isInTransaction { try? connection.run("ROLLBACK") }
            if writes.count == 1 { return [.failure(error)] }
            // The transaction is lost, and with it writes that are not at fault: each gets its own chance.
            return writes.flatMap { commit([$0]) }
        }
    }

    /// - Throws: when the transaction is gone.
    private func perform(
        _ writes: [Write], on connection: SQLiteConnection
    ) throws(StoreError) -> [Result<Write.Outcome, StoreError>] {
        var results: [Result<Write.Outcome, StoreError>] = []
        results.reserveCapacity(writes.count)
        for write in writes {
            do throws(StoreError) {
                results.append(.success(try write.perform(on: connection)))
            } catch {
                if !connection.isInTransaction { throw error }
                results.append(.failure(error))
            }
        }
        return results
    }
}
