import BerthModel
import BerthPlatform

extension Broker {
    func gate(_ platform: String) -> Gate? { memory.withLock { $0.gates[platform] } }

    /// Stores a record that its runner alone changes, however long the store takes.
    ///
    /// - Returns: `false` when the broker stops before the store has it: the step that led here is taken again then.
    func keep(_ record: SessionRecord) async -> Bool {
        var pause = Broker.shortestPause
        var isDoubtful = false
        while true {
            do throws(StoreError) {
                let stored = try stored(record)
                // A write that failed may have been carried out all the same.
                if isDoubtful, try await store.session(record.id)?.revision == record.revision { return true }
                if try await store.replace([stored]) {
                    memory.withLock { $0.isStoreFailing = false }
                    return true
                }
                if try await store.session(record.id)?.revision == record.revision { return true }
                log(BrokerEvent(.error, "session.conflict", ["session": "\(record.id)"]))
                return false
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

    /// Tells everybody what the store now has.
    func changed(from before: SessionRecord, to record: SessionRecord) {
        memory.withLock { memory in
            memory.note(record.id, record.phase)
            if record.phase.isEnd {
                memory.ledger.release(record.id, on: record.plan.platform)
            } else if record.step == .cancel || record.step == .release {
                let end = world.now() + record.plan.releasing
                if end > record.held.end { memory.ledger.extend(record, to: end) }
            }
        }
        watchers.publish(record.id)
        if before.phase != record.phase {
            log(
                BrokerEvent(
                    record.phase == .failed ? .warning : .info, "session.phase",
                    ["session": "\(record.id)", "phase": record.phase.rawValue, "platform": record.plan.platform]))
        }
    }
}
