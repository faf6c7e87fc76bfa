import BerthModel

/// The world of an answer that can be given again: its clock stands still, and its identifiers follow from a number.
final class SnapshotWorld: World {
    private let instant: Instant
    private let state: Locked<UInt64>
    private let real: (any World)?

    /// - Parameter real: where time passes while platforms think; without it all has been said that ever will be.
    init(at instant: Instant, seed: Int64, real: (any World)? = nil) {
        self.instant = instant
        self.real = real
        state = Locked(UInt64(bitPattern: seed))
    }

    func now() -> Instant { instant }

    func nextID() -> UUID {
        state.withLock { state in
            let high = Self.next(&state)
            return UUID(random: high, Self.next(&state))
        }
    }

    func sleep(until instant: Instant) async {
        guard let real else { return }
        await real.sleep(until: real.now() + (instant - self.instant))
    }

    /// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (SplitMix64).
    private static func next(_ state: inout UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
