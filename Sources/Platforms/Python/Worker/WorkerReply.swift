import BerthModel
import BerthPlatform

/// What came of a call.
enum WorkerReply<Value: Sendable>: Sendable {
    case result(Value)
    case fault(WorkerFault)
}

/// Why a call has no result.
struct WorkerFault: Sendable, Hashable {
    enum Cause: Sendable, Hashable {
        /// The worker ended before it answered, or did not start.
        case ended
        /// It has ended, and is not started yet.
        case away
        /// Its time was over.
        case tooSlow
        /// Nobody waits any more.
        case dropped
        /// It answered with an error.
        case said(WorkerError)
        /// What it answered is no answer.
        case nonsense
    }

    var cause: Cause
    /// For administrators, without a full stop: words of the plugin may stand in it.
    var detail: String

    init(_ cause: Cause, _ detail: String) {
        self.cause = cause
        self.detail = detail
    }

    /// For whoever has a session there.
    func error(of name: String) -> PlatformError {
        switch cause {
        case .ended, .away:
            PlatformError(
                .unreachable, "The plugin of \(name) is not running; it is started again.", detail: detail)
        case .tooSlow:
            PlatformError(.unreachable, "The plugin of \(name) did not answer in time.", detail: detail)
        case .dropped: PlatformError(.cancelled, "The session was cancelled.")
        case .nonsense:
            PlatformError(.broken, "The plugin of \(name) gave an answer that is none.", detail: detail)
        case .said(let error): error.error(of: name)
        }
    }

    /// For whoever asks.
    func silence(of name: String, waited: TimeSpan) -> Silence {
        let (reason, message): (Silence.Reason, String) =
            switch cause {
            case .ended, .away: (.unreachable, "The plugin of \(name) is not running.")
            case .tooSlow, .dropped: (.tooSlow, "The plugin of \(name) did not answer in time.")
            case .nonsense: (.brokenReply, "The plugin of \(name) gave an answer that is none.")
            case .said(let error) where error.isOfPlugin: (.brokenReply, "The plugin of \(name) failed.")
            case .said(let error): (.unreachable, "\(name) could not find out: \(error.shortMessage)")
            }
        return Silence(reason, message, waited: waited, detail: detail)
    }
}
