import BerthModel
import BerthPlatform

extension Broker {
    /// Makes memory follow what the store holds of a session: its hold, its runner, and whoever watches it. Doing so
    /// again is harmless.
    func align(_ record: SessionRecord) {
        let started = memory.withLock { memory -> SessionRunner? in
            memory.note(record.id, record.phase)
            if record.phase.isEnd {
                memory.ledger.release(record.id, on: record.plan.platform)
                return nil
            }
            if record.phase == .offered {
                memory.ledger.restore(record)
                return nil
            }
            memory.ledger.keep(record)
            if memory.runners[record.id] != nil || memory.isStopping { return nil }
            let runner = SessionRunner(record, of: self)
            memory.runners[record.id] = runner
            return runner
        }
        if record.phase == .offered, let set = record.offerSet, let expires = record.session.expires {
            sweeper.add(.expiry(of: set), at: expires)
        }
        watchers.publish(record.id)
        started?.begin()
    }

    /// A write failed, and whether it was carried out all the same is not known: it is looked up once the store
    /// answers.
    func doubt(offerSet: UUID?, sessions: [UUID]) {
        sweeper.add(.doubt(offerSet: offerSet, sessions: sessions), at: world.now() + Broker.doubtTime)
    }

    static let doubtTime = TimeSpan(seconds: 1)

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
        while true {
            guard let found = try await store.offerSet(set) else { return }
            var machine = OfferSetMachine(
                found.sessions.compactMap { try? SessionRecord($0) }, messageLimit: settings.messagesPerSession)
            let expired = machine.expire(now: world.now())
            if expired.isEmpty { return }
            // Somebody accepts at this moment: the store says who was first.
            guard try await store.replace(expired.compactMap { try? $0.stored() }) else { continue }
            for record in expired { align(record) }
            log(BrokerEvent(.info, "offer.expired", ["offerset": "\(set)", "offers": "\(expired.count)"]))
            return
        }
    }

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
            for id in sessions where !records.contains(where: { $0.id == id }) { memory.ledger.release(id) }
        }
    }

    /// Deletes what ended long ago, some at a time.
    private func forget() async throws(StoreError) {
        let old = try await store.forget(endedBefore: world.now() - settings.retention, limit: Broker.forgottenAtOnce)
        for session in old {
            if let platform = platform(session.platform) as? any LogProviding { await platform.forget(session.id) }
        }
        if !old.isEmpty { log(BrokerEvent(.info, "sessions.forgotten", ["sessions": "\(old.count)"])) }
        let isMore = old.count == Broker.forgottenAtOnce
        sweeper.add(.forgetting, at: world.now() + (isMore ? Broker.doubtTime : Broker.forgettingTime))
    }

    private static let forgottenAtOnce = 200
    private static let forgettingTime = TimeSpan(seconds: 600)
}
