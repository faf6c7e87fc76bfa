import BerthModel

/// The world of an answer that can be given again: its clock stands still, and its identifiers follow from a number.
final class SnapshotWorld: World {
    private let instant: Instant
    private let state: Locked<SplitMix64>
    private let real: (any World)?

    /// - Parameter real: where time passes while platforms think; without it all has been said that ever will be.
    init(at instant: Instant, seed: Int64, real: (any World)? = nil) {
        self.instant = instant
        self.real = real
        state = Locked(SplitMix64(seed: UInt64(bitPattern: seed)))
    }

    func now() -> Instant { instant }

    func nextID() -> UUID {
        state.withLock { state in
            let high = state.next()
            return UUID(random: high, state.next())
        }
    }

    func sleep(until instant: Instant) async {
        guard let real else { return }
        await real.sleep(until: real.now() + (instant - self.instant))
    }
}
