import BerthBroker

/// What the process was told from outside, for whoever cares at the moment.
final class Signals: Sendable {
    enum Signal: Sendable, Hashable {
        /// Ctrl-C.
        case interrupt
        case terminate
    }

    typealias Handler = @Sendable (Signal) -> Void

    private let handler = Locked<Handler?>(nil)

    /// Hands signals to somebody until `release`; without anybody the process ends.
    func handle(_ body: @escaping Handler) { handler.withLock { $0 = body } }

    func release() { handler.withLock { $0 = nil } }

    /// - Returns: whether somebody cared.
    func raise(_ signal: Signal) -> Bool {
        guard let handler = handler.withLock({ $0 }) else { return false }
        handler(signal)
        return true
    }
}
