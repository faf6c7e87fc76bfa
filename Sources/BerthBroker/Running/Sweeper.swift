import BerthModel

/// Wakes when the next thing is due, to the second and without looking in between.
final class Sweeper: Sendable {
    enum Item: Sendable, Hashable {
        /// Offers of a set come to their end.
        case expiry(of: UUID)
        /// A write left open what the store now holds of an offer set, or of a session without one.
        case doubt(offerSet: UUID?, sessions: [UUID])
        /// Old sessions are forgotten.
        case forgetting
    }

    private struct State {
        var deadlines = Deadlines<Item>()
        /// Ends when something is due, or when something earlier was added.
        var nap: Task<Void, Never>?
        var isStopped = false
    }

    private let state = Locked(State())
    private let world: any World

    init(world: any World) { self.world = world }

    func add(_ item: Item, at instant: Instant) {
        state.withLock { state in
            let isEarliest = state.deadlines.earliest.map { instant < $0 } ?? true
            state.deadlines.add(item, at: instant)
            return isEarliest ? state.nap : nil
        }?.cancel()
    }

    /// Hands out what is due until `stop`.
    func run(_ sweep: @Sendable (Item) async -> Void) async {
        while true {
            while let item = state.withLock({ $0.isStopped ? nil : $0.deadlines.takeDue(at: world.now()) }) {
                await sweep(item)
            }
            let nap = state.withLock { state -> Task<Void, Never>? in
                if state.isStopped { return nil }
                let instant = state.deadlines.earliest ?? .latest
                let nap = Task { [world] in await world.sleep(until: instant) }
                state.nap = nap
                return nap
            }
            guard let nap else { return }
            await nap.value
        }
    }

    func stop() {
        state.withLock { state in
            state.isStopped = true
            return state.nap
        }?.cancel()
    }
}
