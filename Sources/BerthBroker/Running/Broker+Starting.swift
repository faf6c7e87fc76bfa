import BerthModel
import BerthPlatform

extension Broker {
    /// Finds again what the store holds: offers are held, sessions are carried on, what belongs to nobody is released.
    /// Before it returns nothing may be asked.
    ///
    /// - Throws: `storeFailed`.
    package func start() async throws(BrokerError) {
        let unfinished: [StoredSession]
        do throws(StoreError) {
            unfinished = try await store.unfinished()
        } catch {
            throw .store(error)
        }
        // Nothing is started on a platform before its orphans are known by the names of all others.
        let known = Set(unfinished.map(\.id))
        for platform in platforms {
            guard let platform = platform as? any OrphanFinding else { continue }
            let name = platform.profile.name
            memory.withLock { $0.gates[name] = Gate() }
            Task { await releaseOrphans(of: platform, keeping: known) }
        }
        for stored in unfinished {
            do throws(BrokerError) {
                let record = try SessionRecord(stored)
                memory.withLock { $0.begin(record, as: record.phase) }
                align(record)
            } catch {
                logUnreadable(stored.id, error)
            }
        }
        if !unfinished.isEmpty { log(BrokerEvent(.info, "sessions.found", ["sessions": "\(unfinished.count)"])) }
        sweeper.add(.forgetting, at: world.now())
        Task { await sweeper.run { item in await self.sweep(item) } }
    }

    private func releaseOrphans(of platform: any OrphanFinding, keeping known: Set<UUID>) async {
        let name = platform.profile.name
        do throws(PlatformError) {
            let released = try await platform.releaseOrphans(keeping: known)
            if !released.isEmpty {
                log(BrokerEvent(.warning, "orphans.released", ["platform": name, "sessions": "\(released.count)"]))
            }
        } catch {
            log(BrokerEvent(.warning, "orphans.notReleased", ["platform": name, "problem": error.fullDescription]))
        }
        memory.withLock { $0.gates.removeValue(forKey: name) }?.open()
    }

    /// Ends the broker's own tasks; sessions go on where they run and are found again by the next start. Does not wait
    /// for a platform longer than `stopTime`.
    package func stop() async {
        let (runners, gates, late) = memory.withLock { memory in
            memory.isStopping = true
            return (memory.runners.values.sorted { $0.id < $1.id }, memory.gates, memory.late)
        }
        for (_, late) in late { late.stop() }
        sweeper.stop()
        watchers.close()
        for gate in gates.values { gate.close() }
        for runner in runners { runner.leave() }
        let isOver = Gate()
        let waiting = Task {
            for runner in runners { await runner.left() }
            isOver.open()
        }
        let clock = Task { [world, settings] in
            await world.sleep(until: world.now() + settings.stopTime)
            isOver.open()
        }
        _ = await isOver.pass()
        clock.cancel()
        waiting.cancel()
    }
}
