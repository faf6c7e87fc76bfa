internal import CMicroHTTPD
internal import Synchronization

/// What all connections of a server share.
final class ServerCore: Sendable {
    private struct Slow {
        var exchanges: [ObjectIdentifier: Exchange] = [:]
        var pipes: [ObjectIdentifier: BodyPipe] = [:]
        var isAborting = false
        /// Whoever waits for the last answer.
        var waiting: CheckedContinuation<Void, Never>?
    }

    let settings: HTTPServerSettings
    let limits: HTTPLimits
    let isSecure: Bool
    let handler: HTTPHandler
    let watch: ConnectionWatch
    /// What new connections show.
    private let shown = Mutex<ServerCertificate?>(nil)
    private let running = Atomic<Int>(0)
    private let stopping = Atomic<Bool>(false)
    /// Bytes of bodies that are received and not answered yet.
    private let bodies = Atomic<Int>(0)
    /// Only requests that are not answered at once come here.
    private let slow = Mutex(Slow())

    init(_ settings: HTTPServerSettings, handler: @escaping HTTPHandler) {
        self.settings = settings
        limits = settings.limits
        isSecure = settings.tls != nil
        self.handler = handler
        let onProblem = settings.onProblem
        watch = ConnectionWatch(limits: settings.limits, isSecure: settings.tls != nil) {
            let problem = HTTPProblem(
                .timeout, .requestTimeout, "the request did not come in whole in time; send it again, faster")
            return onProblem(problem, nil).wireBytes()
        }
    }

    var certificate: ServerCertificate? { shown.withLock { $0 } }

    /// - Returns: whether it is another.
    func takeUp(_ certificate: ServerCertificate) -> Bool {
        shown.withLock { shown in
            if let shown, certificate.isSame(as: shown) { return false }
            shown = certificate
            return true
        }
    }

    var isStopping: Bool { stopping.load(ordering: .acquiring) }

    func lastAnswer(_ problem: HTTPProblem, _ request: HTTPRequest?) -> HTTPResponse {
        settings.onProblem(problem, request)
    }

    /// False when there is no room for so many more bytes of bodies.
    func takeBody(_ bytes: Int) -> Bool {
        if bodies.add(bytes, ordering: .relaxed).newValue <= limits.bodiesBytes { return true }
        bodies.subtract(bytes, ordering: .relaxed)
        return false
    }

    func giveBack(_ bytes: Int) { bodies.subtract(bytes, ordering: .relaxed) }

    func began() { running.add(1, ordering: .acquiringAndReleasing) }

    func ended() {
        let rest = running.subtract(1, ordering: .acquiringAndReleasing).newValue
        guard rest == 0, isStopping else { return }
        takeWaiting()?.resume()
    }

    private func takeWaiting() -> CheckedContinuation<Void, Never>? {
        slow.withLock {
            let waiting = $0.waiting
            $0.waiting = nil
            return waiting
        }
    }

    /// False when the server no longer waits for anybody.
    func register(_ exchange: Exchange) -> Bool {
        slow.withLock {
            if $0.isAborting { return false }
            $0.exchanges[ObjectIdentifier(exchange)] = exchange
            return true
        }
    }

    func unregister(_ exchange: Exchange) {
        _ = slow.withLock { $0.exchanges.removeValue(forKey: ObjectIdentifier(exchange)) }
    }

    func register(_ pipe: BodyPipe, of open: OpenConnection) {
        let refused = slow.withLock { slow -> Bool in
            slow.pipes[ObjectIdentifier(pipe)] = pipe
            return slow.isAborting
        }
        if refused {
            pipe.close()
        } else if isStopping {
            pipe.stop()
        }
        watch.streams(open, pipe)
    }

    func unregister(_ pipe: BodyPipe, of open: OpenConnection) {
        _ = slow.withLock { $0.pipes.removeValue(forKey: ObjectIdentifier(pipe)) }
        watch.streamed(open)
    }

    // MARK: The end

    /// From here on every answer closes its connection, and streams without an end are completed or cut.
    func beginStop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        let pipes = slow.withLock { Array($0.pipes.values) }
        for pipe in pipes { pipe.stop() }
        watch.endIdle()
    }

    /// Returns when no request is running.
    func waitForLast() async {
        await withCheckedContinuation { continuation in
            slow.withLock { $0.waiting = continuation }
            if running.load(ordering: .sequentiallyConsistent) == 0 { takeWaiting()?.resume() }
        }
    }

    /// Cuts what is still running; nothing is suspended afterwards.
    func abort() {
        let (exchanges, pipes) = slow.withLock { slow in
            slow.isAborting = true
            let result = (Array(slow.exchanges.values), Array(slow.pipes.values))
            slow.exchanges = [:]
            slow.pipes = [:]
            return result
        }
        for exchange in exchanges { exchange.abort() }
        for pipe in pipes { pipe.close() }
        takeWaiting()?.resume()
    }
}
