import BerthBroker

/// What the process was told from outside, for whoever cares at the moment.
final class Signals: Sendable {
    enum Signal: Sendable, Hashable {
        /// Ctrl-C.
        case interrupt
        case terminate
        /// The terminal of the process is gone.
        case hangUp
        /// SIGHUP otherwise: what the configuration says now is to be taken up.
        case renew

        /// How a process ends whom it ends; nil for what ends nobody.
        var exitCode: ExitCode? {
            switch self {
            case .interrupt: .interrupted
            case .terminate: .terminated
            case .hangUp: .hungUp
            case .renew: nil
            }
        }
    }

    typealias Handler = @Sendable (Signal) -> Void

    private let handler = Locked<Handler?>(nil)

    /// Hands signals to somebody until `release`; without anybody the process ends of those that end one.
    func handle(_ body: @escaping Handler) { handler.withLock { $0 = body } }

    func release() { handler.withLock { $0 = nil } }

    /// - Returns: whether somebody cared.
    func raise(_ signal: Signal) -> Bool {
        guard let handler = handler.withLock({ $0 }) else { return false }
        handler(signal)
        return true
    }
}
