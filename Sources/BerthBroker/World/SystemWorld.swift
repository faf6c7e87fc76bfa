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

    package func nextID() -> UUID {
        var generator = SystemRandomNumberGenerator()
        return UUID(random: generator.next(), generator.next())
    }

    package func sleep(until instant: Instant) async {
        while !Task.isCancelled {
            let left = instant.milliseconds - now().milliseconds
            if left <= 0 { return }
            // In pieces: the wall clock may be set while we sleep.
            try? await Task.sleep(for: .milliseconds(min(left, 60_000)))
        }
    }
}
