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
                align(try SessionRecord(stored))
            } catch {
                log(
                    BrokerEvent(
                        .error, "session.unreadable", ["session": "\(stored.id)", "problem": error.description]))
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
            log(BrokerEvent(.warning, "orphans.notReleased", ["platform": name, "problem": error.description]))
        }
        memory.withLock { $0.gates.removeValue(forKey: name) }?.open()
    }

    /// Ends the broker's own tasks; sessions go on where they run and are found again by the next start.
    package func stop() async {
        let runners = memory.withLock { memory in
            memory.isStopping = true
            return Array(memory.runners.values)
        }
        sweeper.stop()
        watchers.close()
        for runner in runners { runner.leave() }
        for runner in runners { await runner.left() }
    }
}

/// Keeps steps waiting until a platform is ready for them.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func pass() async {
        await withCheckedContinuation { continuation in
            let isOpen = state.withLock { state in
                if !state.isOpen { state.waiting.append(continuation) }
                return state.isOpen
            }
            if isOpen { continuation.resume() }
        }
    }
}
