internal import Glibc

/// Time since the machine was started; never goes back and is never shown.
enum ServerClock {
    static func microseconds() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000 + UInt64(time.tv_nsec) / 1_000
    }

    static func milliseconds() -> UInt64 { microseconds() / 1_000 }
}
