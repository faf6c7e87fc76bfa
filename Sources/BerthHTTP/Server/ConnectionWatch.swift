internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The thread beside libmicrohttpd that does what it does not: answers 408 to slow senders, notices that the reader of
/// a stream is gone, and lets a refused sender read why before its connection ends.
///
/// A socket in `connections` is not closed while the lock is held: libmicrohttpd reports the end of a connection before
/// it closes the socket, and the report waits for the lock.
final class ConnectionWatch: Sendable {
    private struct State {
        var connections: [UInt64: OpenConnection] = [:]
        var streams: [UInt64: BodyPipe] = [:]
        /// Copies of refused sockets, with the millisecond at which they are closed and the bytes that may still come.
        var lingering: [Int32: (deadline: UInt64, bytes: Int)] = [:]
        var nextID: UInt64 = 1
        var isStopping = false
    }

    private let state = Mutex(State())
    private let limits: HTTPLimits
    private let isSecure: Bool
    private let timeoutAnswer: @Sendable () -> [UInt8]
    private let epoll = berth_epoll_create()
    private let wakeup = berth_eventfd_create()
    private let scanMilliseconds: Int

    init(limits: HTTPLimits, isSecure: Bool, timeoutAnswer: @escaping @Sendable () -> [UInt8]) {
        self.limits = limits
        self.isSecure = isSecure
        self.timeoutAnswer = timeoutAnswer
        let shortest = min(
            limits.headTimeoutMilliseconds, limits.bodyTimeoutMilliseconds, limits.idleTimeoutSeconds * 1000)
        scanMilliseconds = max(10, min(250, shortest / 4))
        watch(wakeup, id: 0, events: Self.readable)
    }

    deinit {
        close(epoll)
        close(wakeup)
    }

    private func watch(_ descriptor: Int32, id: UInt64, events: UInt32) {
        _ = berth_epoll_set(epoll, descriptor, id, events)
    }

    private func wake() { berth_eventfd_signal(wakeup) }

    // MARK: Called by the threads of libmicrohttpd

    func opened(socket: Int32, peer: HTTPAddress?) -> OpenConnection {
        let (connection, first) = state.withLock { state in
            let connection = OpenConnection(
                id: state.nextID, socket: socket, peer: peer, isSecure: isSecure,
                headTimeoutMilliseconds: limits.headTimeoutMilliseconds)
            state.nextID += 1
            state.connections[connection.id] = connection
            return (connection, state.connections.count == 1)
        }
        if first { wake() }
        return connection
    }

    func closed(_ connection: OpenConnection) {
        let wakes = state.withLock { state -> Bool in
            state.connections[connection.id] = nil
            if state.streams.removeValue(forKey: connection.id) != nil {
                _ = berth_epoll_remove(epoll, connection.socket)
            }
            guard connection.lingers else { return false }
            let copy = fcntl(connection.socket, F_DUPFD_CLOEXEC, 0)
            guard copy >= 0 else { return false }
            let deadline = ServerClock.milliseconds() + UInt64(limits.drainMilliseconds)
            state.lingering[copy] = (deadline, limits.drainBytes)
            _ = fcntl(copy, F_SETFL, O_NONBLOCK)
            watch(copy, id: UInt64(copy) | Self.lingerBit, events: Self.readable | Self.peerDone)
            return state.connections.isEmpty
        }
        if wakes { wake() }
    }

    /// Watches for the reader of a stream to go away.
    func streams(_ connection: OpenConnection, _ pipe: BodyPipe) {
        state.withLock {
            guard $0.connections[connection.id] != nil else { return }
            let known = $0.streams.updateValue(pipe, forKey: connection.id) != nil
            if !known { watch(connection.socket, id: connection.id, events: Self.peerDone) }
        }
    }

    func streamed(_ connection: OpenConnection) {
        state.withLock {
            guard $0.streams.removeValue(forKey: connection.id) != nil else { return }
            _ = berth_epoll_remove(epoll, connection.socket)
        }
    }

    /// Ends what is idle, because the server stops.
    func endIdle() {
        state.withLock { for connection in $0.connections.values { connection.endIfIdle() } }
    }

    func stop() {
        state.withLock { $0.isStopping = true }
        wake()
    }

    // MARK: The thread

    func run() {
        var events = [berth_event](repeating: berth_event(), count: 64)
        var nextScan = ServerClock.milliseconds()
        while true {
            let (isBusy, isStopping) = state.withLock {
                (!$0.connections.isEmpty || !$0.lingering.isEmpty, $0.isStopping)
            }
            if isStopping { break }
            let count = berth_epoll_wait(epoll, &events, Int32(events.count), isBusy ? Int32(scanMilliseconds) : -1)
            for event in events.prefix(max(0, Int(count))) { handle(event.id) }
            let now = ServerClock.milliseconds()
            if now >= nextScan {
                nextScan = now + UInt64(scanMilliseconds)
                scan(now)
            }
        }
        state.withLock {
            for copy in $0.lingering.keys { endLingering(copy, &$0) }
        }
    }

    private func handle(_ id: UInt64) {
        if id == 0 {
            berth_eventfd_clear(wakeup)
        } else if id & Self.lingerBit != 0 {
            drain(Int32(truncatingIfNeeded: id & ~Self.lingerBit))
        } else {
            let pipe = state.withLock { state -> BodyPipe? in
                guard let connection = state.connections[id], let pipe = state.streams.removeValue(forKey: id)
                else { return nil }
                _ = berth_epoll_remove(epoll, connection.socket)
                return pipe
            }
            pipe?.close()
        }
    }

    private func drain(_ copy: Int32) {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        state.withLock {
            guard var rest = $0.lingering[copy] else { return }
            let count = Glibc.read(copy, &buffer, buffer.count)
            if count < 0 && (errno == EAGAIN || errno == EINTR) { return }
            rest.bytes -= count
            $0.lingering[copy] = rest
            if count <= 0 || rest.bytes <= 0 { endLingering(copy, &$0) }
        }
    }

    /// Out of the set first: as long as libmicrohttpd has the same socket open, closing the copy alone would leave it
    /// there, and what is read under its number would be another connection's.
    private func endLingering(_ copy: Int32, _ state: inout State) {
        state.lingering[copy] = nil
        _ = berth_epoll_remove(epoll, copy)
        close(copy)
    }

    private func scan(_ now: UInt64) {
        state.withLock {
            for connection in $0.connections.values {
                connection.expire(
                    now: now, idleTimeoutSeconds: limits.idleTimeoutSeconds, timeoutAnswer: timeoutAnswer)
            }
            for (copy, rest) in $0.lingering where rest.deadline <= now { endLingering(copy, &$0) }
        }
    }

    private static let lingerBit: UInt64 = 1 << 63
    private static let readable = UInt32(BERTH_READABLE)
    private static let peerDone = UInt32(BERTH_PEER_DONE)
}
