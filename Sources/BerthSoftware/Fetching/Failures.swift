import BerthModel
import Synchronization

/// What could not be fetched, and since when: an address that is dead is left alone for a while.
final class Failures: Sendable {
    struct Failure: Sendable {
        var error: SoftwareError
        var at: Instant
        /// From when on it is asked again.
        var until: Instant

        /// What is said of it, with its age.
        func told(at now: Instant) -> SoftwareError {
            var told = error
            told.message +=
                " It was asked \(Failures.words(now - at)) ago, and is asked again in \(Failures.words(until - now))."
            return told
        }
    }

    /// How long an address is left alone that does not say how long.
    static let rest = TimeSpan(seconds: 300)

    private let failures = Mutex<[String: Failure]>([:])

    /// The failure of an address that is not asked yet; nil for one that may be.
    func failure(of address: String, at now: Instant) -> Failure? {
        failures.withLock { failures in
            guard let failure = failures[address] else { return nil }
            if now < failure.until { return failure }
            failures[address] = nil
            return nil
        }
    }

    func note(_ error: SoftwareError, of address: String, at now: Instant) {
        let rest = error.retryAfterSeconds.map { TimeSpan(seconds: $0) } ?? Self.rest
        failures.withLock { $0[address] = Failure(error: error, at: now, until: now + rest) }
    }

    /// In whole minutes, below that in seconds.
    fileprivate static func words(_ span: TimeSpan) -> String {
        let seconds = max(0, span.secondsRoundedUp)
        return seconds < 60 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
    }
}
