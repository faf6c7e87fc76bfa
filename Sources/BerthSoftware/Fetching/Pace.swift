import BerthModel
import Synchronization

/// How often a service is asked: politely, and not before it wants to be.
package final class Pace: Sendable {
    private struct State {
        var asked: [Instant] = []
        var notBefore: Instant?
    }

    private let most: Int
    private let span: TimeSpan
    private let state = Mutex(State())

    /// - Parameters:
    ///   - most: questions in any stretch of that many seconds.
    package init(most: Int = 30, seconds: Int64 = 60) {
        self.most = most
        span = TimeSpan(seconds: seconds)
    }

    /// Takes one of the questions that may be asked now; else how many seconds to wait, at least one.
    func take(_ now: Instant) -> Int64? {
        state.withLock { state in
            if let notBefore = state.notBefore {
                if now < notBefore { return max(1, (notBefore - now).secondsRoundedUp) }
                state.notBefore = nil
            }
            state.asked.removeAll { $0 + span <= now }
            if let first = state.asked.first, state.asked.count >= most {
                return max(1, (first + span - now).secondsRoundedUp)
            }
            state.asked.append(now)
            return nil
        }
    }

    /// The service has said that it wants to be left alone.
    func wait(_ seconds: Int64, from now: Instant) {
        state.withLock { $0.notBefore = now + TimeSpan(seconds: seconds) }
    }
}
