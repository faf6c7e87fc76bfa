import BerthModel
import BerthPlatform

extension Broker {
    func gate(_ platform: String) -> Gate? { memory.withLock { $0.gates[platform] } }

    /// Stores a record that its runner alone changes, however long the store takes.
    ///
    /// - Returns: `false` when the broker stops before the store has it, or when somebody else has changed the session:
    ///   the step that led here is taken again by whoever carries it on.
    func keep(_ record: SessionRecord) async -> Bool {
        var pause = Broker.shortestPause
        var isDoubtful = false
        while true {
            do throws(StoreError) {
                let stored = try stored(record)
                // A write that failed may have been carried out all the same.
                var isKept = isDoubtful ? try await store.session(record.id)?.revision == record.revision : false
                if !isKept { isKept = try await store.replace([stored]) }
                memory.withLock { $0.isStoreFailing = false }
                if !isKept { log(BrokerEvent(.error, "session.conflict", ["session": "\(record.id)"])) }
                return isKept
            } catch {
                if error.code == .closed { return false }
                storeFailed(error)
            }
            isDoubtful = true
            if memory.withLock({ $0.isStopping }) { return false }
            await world.sleep(until: world.now() + pause)
            pause = min(TimeSpan(milliseconds: pause.milliseconds * 2), Broker.longestPause)
        }
    }

    private func stored(_ record: SessionRecord) throws(StoreError) -> StoredSession {
        do throws(BrokerError) {
            return try record.stored()
        } catch {
            throw StoreError(.failed, error.message, cause: error.cause)
        }
    }

    private static let shortestPause = TimeSpan(milliseconds: 100)
    private static let longestPause = TimeSpan(seconds: 30)
}
