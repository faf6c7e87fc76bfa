package import BerthBroker
package import BerthModel

/// A store that fails now and then, as its seed says: before a write, after it (the write is there, its answer is
/// lost), or on a read; and that can die, as its process would, at any write.
///
/// The store inside outlives it: wrap it again for the next life of the broker.
package final class FaultyStore: Store {
    /// How often it fails, in calls out of a thousand.
    package struct Faults: Sendable, Hashable {
        package var beforeWrite = 0
        package var afterWrite = 0
        package var read = 0
        /// The number of the write, from 1, at which it dies; whether that write is still done, the seed says. Every
        /// call from then on fails.
        package var deathAtWrite: Int?
        /// Each call takes up to so long, as the seed says; needs a world.
        package var longestDelay = TimeSpan(milliseconds: 0)

        package init() {}
    }

    /// What became of one call, in the order of the calls.
    package enum Event: String, Sendable, Hashable {
        case read, readFailed, written, failedBefore, failedAfter, diedBefore, diedAfter, dead
    }

    fileprivate struct State {
        var generator: SplitMix64
        var faults: Faults
        var writes = 0
        var isDead = false
        var events: [Event] = []
    }

    private let inner: any Store
    private let world: (any World)?
    private let state: Locked<State>

    package init(_ inner: any Store, seed: UInt64, faults: Faults = Faults(), world: (any World)? = nil) {
        self.inner = inner
        self.world = world
        state = Locked(State(generator: SplitMix64(seed: seed), faults: faults))
    }

    package var events: [Event] { state.withLock(\.events) }
    package var isDead: Bool { state.withLock(\.isDead) }

    /// From the next call on.
    package func setFaults(_ faults: Faults) { state.withLock { $0.faults = faults } }

    package func insert(_ offerSet: StoredOfferSet?, _ sessions: [StoredSession]) async throws(StoreError) {
        try await write { () async throws(StoreError) in try await inner.insert(offerSet, sessions) }
    }

    package func replace(_ sessions: [StoredSession], among count: Int?) async throws(StoreError) -> Bool {
        try await write { () async throws(StoreError) in try await inner.replace(sessions, among: count) }
    }

    package func amend(
        _ offerSet: StoredOfferSet, adding sessions: [StoredSession], to known: [UUID: Int64]
    ) async throws(StoreError) -> Bool {
        try await write { () async throws(StoreError) in
            try await inner.amend(offerSet, adding: sessions, to: known)
        }
    }

    package func forget(endedBefore instant: Instant, limit: Int) async throws(StoreError) -> [StoredSession] {
        try await write { () async throws(StoreError) in try await inner.forget(endedBefore: instant, limit: limit) }
    }

    package func offerSet(_ id: UUID) async throws(StoreError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        try await read { () async throws(StoreError) in try await inner.offerSet(id) }
    }

    package func session(_ id: UUID) async throws(StoreError) -> StoredSession? {
        try await read { () async throws(StoreError) in try await inner.session(id) }
    }

    package func sessions(_ query: SessionQuery) async throws(StoreError) -> [StoredSession] {
        try await read { () async throws(StoreError) in try await inner.sessions(query) }
    }

    package func unfinished() async throws(StoreError) -> [StoredSession] {
        try await read { () async throws(StoreError) in try await inner.unfinished() }
    }

    /// Closes the store inside, too, unless it has died: then nobody is left to do so.
    package func close() async {
        if !isDead { await inner.close() }
    }

    private func write<T>(_ body: () async throws(StoreError) -> T) async throws(StoreError) -> T {
        await delay()
        let fate = state.withLock { $0.fateOfWrite() }
        switch fate {
        case .dead, .diedBefore: throw Self.killed
        case .failedBefore: throw Self.failed
        default: break
        }
        let result = try await body()
        switch fate {
        case .diedAfter: throw Self.killed
        case .failedAfter: throw Self.failed
        default: break
        }
        // It may have died while this call was under way.
        if isDead { throw Self.killed }
        return result
    }

    private func read<T>(_ body: () async throws(StoreError) -> T) async throws(StoreError) -> T {
        await delay()
        switch state.withLock({ $0.fateOfRead() }) {
        case .dead: throw Self.killed
        case .readFailed: throw Self.failed
        default: return try await body()
        }
    }

    private func delay() async {
        let longest = state.withLock(\.faults.longestDelay).milliseconds
        guard let world, longest > 0 else { return }
        let delay = state.withLock { Int64.random(in: 0...longest, using: &$0.generator) }
        await world.sleep(until: world.now() + TimeSpan(milliseconds: delay))
    }

    private static let failed = StoreError(.failed, "The simulated disk failed. The next call may do better.")
    private static let killed = StoreError(.failed, "The simulated process was killed. Start another one on its store.")
}

extension FaultyStore.State {
    /// The same draws whatever becomes of it, so that a changed chance does not shift what follows.
    fileprivate mutating func fateOfWrite() -> FaultyStore.Event {
        let before = generator.happens(perMille: faults.beforeWrite)
        let after = generator.happens(perMille: faults.afterWrite)
        let survives = generator.happens(perMille: 500)
        if isDead { return note(.dead) }
        writes += 1
        if writes == faults.deathAtWrite {
            isDead = true
            return note(survives ? .diedAfter : .diedBefore)
        }
        return note(before ? .failedBefore : after ? .failedAfter : .written)
    }

    fileprivate mutating func fateOfRead() -> FaultyStore.Event {
        let fails = generator.happens(perMille: faults.read)
        return note(isDead ? .dead : fails ? .readFailed : .read)
    }

    private mutating func note(_ event: FaultyStore.Event) -> FaultyStore.Event {
        events.append(event)
        return event
    }
}
