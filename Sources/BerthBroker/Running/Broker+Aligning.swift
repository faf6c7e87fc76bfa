import BerthModel
import BerthPlatform

extension Broker {
    /// Makes memory follow what the store holds of a session: its hold, its runner, and whoever watches it. Doing so
    /// again is harmless, and so is a record that somebody has changed since it was read.
    func align(_ record: SessionRecord) {
        let isNews = memory.withLock { memory in
            guard memory.follow(record) else { return false }
            if record.phase.isEnd {
                memory.ledger.release(record.id, on: record.plan.platform)
            } else if record.phase == .offered {
                memory.ledger.restore(record)
            } else if memory.runners[record.id] == nil {
                memory.ledger.keep(record)
                extend(record, &memory)
                if memory.isStopping { return true }
                let runner = SessionRunner(record, of: self)
                memory.runners[record.id] = runner
                runner.begin()
            }
            return true
        }
        if !isNews { return }
        giveBack(record)
        if record.phase == .offered, let set = record.offerSet, let expires = record.session.expires {
            sweeper.add(.expiry(of: set), at: expires)
        }
        watchers.publish(record.id)
    }

    /// Tells everybody what the store now has of a session whose runner changed it.
    func changed(from before: SessionRecord, to record: SessionRecord) {
        memory.withLock { memory in
            guard memory.follow(record) else { return }
            if record.phase.isEnd {
                memory.ledger.release(record.id, on: record.plan.platform)
            } else {
                extend(record, &memory)
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

    /// What is stopped or released later than was planned holds its resources for longer.
    private func extend(_ record: SessionRecord, _ memory: inout BrokerMemory) {
        guard record.step == .cancel || record.step == .release else { return }
        let end = world.now() + record.plan.releasing
        if end > record.held.end { memory.ledger.extend(record, to: end) }
    }

    /// A write failed, and whether it was carried out all the same is not known: it is looked up once the store
    /// answers.
    func doubt(offerSet: UUID?, sessions: [UUID]) {
        sweeper.add(.doubt(offerSet: offerSet, sessions: sessions), at: world.now() + Broker.doubtTime)
    }

    static let doubtTime = TimeSpan(seconds: 1)

    /// A write, with what it says about the store.
    func write<Result>(_ body: () async throws(StoreError) -> Result) async throws(BrokerError) -> Result {
        do throws(StoreError) {
            let result = try await body()
            memory.withLock { $0.isStoreFailing = false }
            return result
        } catch {
            storeFailed(error)
            throw .store(error)
        }
    }

    func storeFailed(_ error: StoreError) {
        memory.withLock { memory in
            memory.figures.storeFailures += 1
            memory.isStoreFailing = true
        }
        log(BrokerEvent(.error, "store.failed", ["code": error.code.rawValue, "problem": error.description]))
    }

    // MARK: what is due

    func sweep(_ item: Sweeper.Item) async {
        do throws(StoreError) {
            switch item {
            case .expiry(let set): try await expire(set)
            case .doubt(let set, let sessions): try await settle(set, sessions)
            case .forgetting: try await forget()
            }
        } catch {
            if error.code == .closed { return }
            storeFailed(error)
            sweeper.add(item, at: world.now() + Broker.doubtTime)
        }
    }

    private func expire(_ set: UUID) async throws(StoreError) {
        for _ in 0..<Broker.mostRivals {
            guard let found = try await store.offerSet(set) else { return }
            let records = found.sessions.compactMap { try? SessionRecord($0) }
            // A write before this one may have been carried out, though it failed.
            for record in records where record.phase.isEnd { align(record) }
            var machine = OfferSetMachine(records, messageLimit: settings.messagesPerSession)
            let expired = machine.expire(now: world.now())
            if expired.isEmpty { return }
            // Somebody accepts at this moment: the store says who was first.
            guard try await store.replace(expired.compactMap { try? $0.stored() }) else { continue }
            for record in expired { align(record) }
            log(BrokerEvent(.info, "offer.expired", ["offerset": "\(set)", "offers": "\(expired.count)"]))
            return
        }
        throw StoreError(.failed, "The offers of \(set) are changed by others again and again.")
    }

    /// How often somebody else may be faster before a change is given up.
    static let mostRivals = 100

    private func settle(_ set: UUID?, _ sessions: [UUID]) async throws(StoreError) {
        var found: [StoredSession] = []
        if let set { found = try await store.offerSet(set)?.sessions ?? [] }
        for id in sessions where !found.contains(where: { $0.id == id }) {
            if let session = try await store.session(id) { found.append(session) }
        }
        let records = found.compactMap { try? SessionRecord($0) }
        for record in records { align(record) }
        // What never came into the store was never promised.
        memory.withLock { memory in
            if let set, !records.isEmpty { memory.forgetRefusal(set) }
            for id in sessions where !records.contains(where: { $0.id == id }) { memory.drop(id) }
        }
    }

    /// Deletes what ended long ago, some at a time.
    private func forget() async throws(StoreError) {
        let old = try await store.forget(endedBefore: world.now() - settings.retention, limit: Broker.forgottenAtOnce)
        // Beside the sweeper: offers expire in time, however long files take to be deleted.
        Task {
            for session in old {
                if let platform = platform(session.platform) as? any LogProviding { await platform.forget(session.id) }
            }
        }
        if !old.isEmpty { log(BrokerEvent(.info, "sessions.forgotten", ["sessions": "\(old.count)"])) }
        let isMore = old.count == Broker.forgottenAtOnce
        sweeper.add(.forgetting, at: world.now() + (isMore ? Broker.doubtTime : Broker.forgettingTime))
    }

    private static let forgottenAtOnce = 200
    private static let forgettingTime = TimeSpan(seconds: 600)
}
