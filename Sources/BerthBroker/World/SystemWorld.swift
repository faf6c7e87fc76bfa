package import BerthModel
import Glibc

/// The real clock and the system's randomness.
package struct SystemWorld: World {
    package init() {}

    package func now() -> Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
    }

    package func nextID() -> UUID { Self.randomness.withLock { $0.next() } }

    /// One call of the system gives the randomness of many identifiers.
    private static let randomness = Locked(Randomness())

    package func sleep(until instant: Instant) async {
        while !Task.isCancelled {
            let left = instant.milliseconds - now().milliseconds
            if left <= 0 { return }
            // In pieces: the wall clock may be set while we sleep.
            try? await Task.sleep(for: .milliseconds(min(left, 60_000)))
        }
    }
}

/// Random identifiers from a store of the system's randomness; each word is used once.
private struct Randomness {
    private var words: [UInt64] = []

    mutating func next() -> UUID {
        if words.count < 2 { fill() }
        return UUID(random: words.removeLast(), words.removeLast())
    }

    private mutating func fill() {
        words = [UInt64](repeating: 0, count: 32)
        let isFilled = words.withUnsafeMutableBytes { bytes in
            // Up to 256 bytes come whole. Source: getentropy(3).
            getentropy(bytes.baseAddress!, bytes.count) == 0
        }
        precondition(isFilled, "the system has no randomness")
    }
}
