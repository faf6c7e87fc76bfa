import BerthBroker

/// The writes that wait for the disk. While one commit is under way the next ones gather here, and go together.
struct CommitQueue {
    struct Entry: Sendable {
        var write: Write
        /// Called once, after the commit has reached the disk or has failed.
        var done: @Sendable (Result<Write.Outcome, StoreError>) -> Void
    }

    enum Addition: Equatable {
        /// Somebody has to start draining the queue.
        case first
        /// It is being drained already.
        case joined
        case refused(StoreError)
    }

    let limits: SQLiteStore.Limits
    let path: String
    private(set) var waiting: [Entry] = []
    private(set) var waitingBytes = 0
    private(set) var isClosed = false
    private var isDraining = false

    init(limits: SQLiteStore.Limits, path: String) {
        self.limits = limits
        self.path = path
    }

    mutating func add(_ entry: Entry) -> Addition {
        if isClosed { return .refused(.closed(path)) }
        if entry.write.largestBody > limits.bodyBytes {
            return .refused(
                StoreError(
                    .failed,
                    "A body of \(entry.write.largestBody) bytes is larger than the store takes: "
                        + "\(limits.bodyBytes) bytes.", path: path))
        }
        let bytes = entry.write.byteCount
        // A write that is larger than the limit by itself is taken when nothing else waits, or it would never be.
        if waiting.count >= limits.waitingWrites
            || (!waiting.isEmpty && waitingBytes + bytes > limits.waitingWriteBytes)
        {
            return .refused(
                StoreError(
                    .tooBusy,
                    "\(waiting.count) changes (\(waitingBytes) bytes) wait for the database \(path) already. "
                        + "Try again in a moment.", path: path))
        }
        waiting.append(entry)
        waitingBytes += bytes
        if isDraining { return .joined }
        isDraining = true
        return .first
    }

    /// The next writes to commit together, in the order they came; empty when there are none, and then somebody has to
    /// start draining again.
    mutating func next() -> [Entry] {
        if waiting.count <= limits.writesPerCommit {
            let all = waiting
            waiting = []
            waitingBytes = 0
            isDraining = !all.isEmpty
            return all
        }
        let batch = Array(waiting.prefix(limits.writesPerCommit))
        waiting.removeFirst(batch.count)
        waitingBytes -= batch.reduce(0) { $0 + $1.write.byteCount }
        return batch
    }

    /// Takes no more; what waits is still to be drained.
    mutating func close() { isClosed = true }
}

extension StoreError {
    static func closed(_ path: String) -> StoreError {
        StoreError(.closed, "The store \(path) is closed.", path: path)
    }
}
