internal import CLibCurl
internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// The thread of a client: waits for the sockets and timers of libcurl and for what tasks ask of it.
///
/// Everything but `inbox` and `wakeup` belongs to that thread.
final class ClientLoop: @unchecked Sendable {
    private enum Command {
        case start(ClientTransfer)
        case cancel(ClientTransfer)
        /// Somebody has taken the bytes that the transfer waits with.
        case resume(ClientTransfer)
    }

    private struct Inbox {
        var commands: [Command] = []
        var isClosing = false
        var isClosed = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    let settings: HTTPClientSettings
    private let inbox = Mutex(Inbox())
    private let epoll = berth_epoll_create()
    private let wakeup = berth_eventfd_create()
    private var multi: UnsafeMutableRawPointer?
    private let spares: SpareHandles
    private var transfers: [ObjectIdentifier: ClientTransfer] = [:]
    /// Milliseconds of `ServerClock`.
    private var timerAt: UInt64?
    private var stallsAt: UInt64?

    private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    private static let wakeupID = UInt64.max

    init(_ settings: HTTPClientSettings) {
        self.settings = settings
        spares = SpareHandles(most: settings.spareTransfers)
        _ = berth_epoll_set(epoll, wakeup, Self.wakeupID, UInt32(BERTH_READABLE))
    }

    deinit {
        Glibc.close(epoll)
        Glibc.close(wakeup)
    }

    // MARK: Called by tasks

    func start(_ transfer: ClientTransfer) {
        if !post(.start(transfer)) { transfer.pipe.end(.failure(.stopped(transfer.request))) }
    }

    func cancel(_ transfer: ClientTransfer) { _ = post(.cancel(transfer)) }
    func resume(_ transfer: ClientTransfer) { _ = post(.resume(transfer)) }

    private func post(_ command: Command) -> Bool {
        let (isTaken, wakes) = inbox.withLock { inbox in
            if inbox.isClosing { return (false, false) }
            inbox.commands.append(command)
            return (true, inbox.commands.count == 1)
        }
        if wakes { berth_eventfd_signal(wakeup) }
        return isTaken
    }

    func beginClose() {
        inbox.withLock { $0.isClosing = true }
        berth_eventfd_signal(wakeup)
    }

    func close() async {
        beginClose()
        await withCheckedContinuation { continuation in
            let isClosed = inbox.withLock { inbox in
                if !inbox.isClosed { inbox.waiting.append(continuation) }
                return inbox.isClosed
            }
            if isClosed { continuation.resume() }
        }
    }

    // MARK: The thread

    func run() {
        Self.refuseBrokenPipeSignals()
        if Self.isReady { multi = makeMulti() }
        var events = [berth_event](repeating: berth_event(), count: 64)
        while true {
            let (commands, isClosing) = inbox.withLock { inbox in
                let taken = (inbox.commands, inbox.isClosing)
                inbox.commands = []
                return taken
            }
            for command in commands { carryOut(command) }
            if isClosing { break }
            runTimers()
            reap()
            let count = berth_epoll_wait(epoll, &events, Int32(events.count), waitMilliseconds())
            for event in events.prefix(max(0, Int(count))) { handle(event) }
        }
        for transfer in transfers.values { end(transfer, .stopped(transfer.request)) }
        spares.close()
        if let multi { curl_multi_cleanup(multi) }
        multi = nil
        let waiting = inbox.withLock { inbox in
            inbox.isClosed = true
            return inbox.waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    private func makeMulti() -> UnsafeMutableRawPointer? {
        guard let multi = curl_multi_init() else { return nil }
        let me = Unmanaged.passUnretained(self).toOpaque()
        _ = berth_curl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, settings.connectionsPerHost)
        _ = berth_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, max(1, settings.idleConnections))
        _ = berth_curl_multi_set_pointer(multi, CURLMOPT_SOCKETDATA, me)
        _ = berth_curl_multi_set_socket(multi) { _, socket, what, context, _ in
            ClientLoop.at(context)?.watch(socket, what)
            return 0
        }
        _ = berth_curl_multi_set_pointer(multi, CURLMOPT_TIMERDATA, me)
        _ = berth_curl_multi_set_timer(multi) { _, milliseconds, context in
            ClientLoop.at(context)?.timerAt =
                milliseconds < 0 ? nil : ServerClock.milliseconds() + UInt64(milliseconds)
            return 0
        }
        return multi
    }

    private static func at(_ context: UnsafeMutableRawPointer?) -> ClientLoop? {
        context.map { Unmanaged<ClientLoop>.fromOpaque($0).takeUnretainedValue() }
    }

    private func watch(_ socket: curl_socket_t, _ what: Int32) {
        switch what {
        case CURL_POLL_IN: _ = berth_epoll_set(epoll, socket, UInt64(socket), UInt32(BERTH_READABLE))
        case CURL_POLL_OUT: _ = berth_epoll_set(epoll, socket, UInt64(socket), UInt32(BERTH_WRITABLE))
        case CURL_POLL_INOUT:
            _ = berth_epoll_set(epoll, socket, UInt64(socket), UInt32(BERTH_READABLE | BERTH_WRITABLE))
        default: _ = berth_epoll_remove(epoll, socket)
        }
    }

    private func handle(_ event: berth_event) {
        if event.id == Self.wakeupID { return berth_eventfd_clear(wakeup) }
        guard let multi else { return }
        var mask: Int32 = 0
        if event.events & UInt32(BERTH_READABLE) != 0 { mask |= CURL_CSELECT_IN }
        if event.events & UInt32(BERTH_WRITABLE) != 0 { mask |= CURL_CSELECT_OUT }
        var running: Int32 = 0
        curl_multi_socket_action(multi, curl_socket_t(truncatingIfNeeded: event.id), mask, &running)
    }

    // MARK: Transfers

    private func carryOut(_ command: Command) {
        switch command {
        case .start(let transfer): send(transfer)
        case .cancel(let transfer):
            // Else it has ended by itself; nobody can cancel what was not started before.
            if transfers[ObjectIdentifier(transfer)] != nil { end(transfer, .cancelled(transfer.request)) }
        case .resume(let transfer):
            if transfers[ObjectIdentifier(transfer)] != nil { transfer.resume() }
        }
    }

    private func send(_ transfer: ClientTransfer) {
        guard let multi, transfer.prepare(from: spares), let easy = transfer.easy,
            curl_multi_add_handle(multi, easy) == CURLM_OK
        else {
            transfer.dispose(into: spares)
            let error = HTTPError(.localFailure, "the request cannot be started on this machine")
            return transfer.pipe.end(.failure(error))
        }
        transfers[ObjectIdentifier(transfer)] = transfer
        if let end = transfer.stallsAt(now: ServerClock.milliseconds()) { stallsAt = min(stallsAt ?? end, end) }
    }

    /// Ends a transfer from this side.
    private func end(_ transfer: ClientTransfer, _ error: HTTPError) {
        transfers[ObjectIdentifier(transfer)] = nil
        if let multi, let easy = transfer.easy { curl_multi_remove_handle(multi, easy) }
        transfer.dispose(into: spares)
        transfer.pipe.end(.failure(error))
    }

    /// Takes the results of what has ended.
    private func reap() {
        guard let multi else { return }
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle else { continue }
            // The message does not outlive its handle.
            let result = berth_curl_message_result(message)
            var pointer: UnsafeMutableRawPointer?
            _ = berth_curl_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
            guard let pointer else { continue }
            let transfer = Unmanaged<ClientTransfer>.fromOpaque(pointer).takeUnretainedValue()
            curl_multi_remove_handle(multi, easy)
            transfers[ObjectIdentifier(transfer)] = nil
            if transfer.finish(result, spares) { send(transfer) }
        }
    }

    // MARK: Time

    private func waitMilliseconds() -> Int32 {
        guard let next = [timerAt, stallsAt].compactMap({ $0 }).min() else { return -1 }
        let now = ServerClock.milliseconds()
        return next <= now ? 0 : Int32(clamping: next - now)
    }

    private func runTimers() {
        let now = ServerClock.milliseconds()
        if let multi, let due = timerAt, due <= now {
            timerAt = nil
            var running: Int32 = 0
            curl_multi_socket_action(multi, berth_curl_no_socket, 0, &running)
        }
        if let due = stallsAt, due <= now { endStalled(now) }
    }

    private func endStalled(_ now: UInt64) {
        stallsAt = nil
        for transfer in transfers.values {
            guard let end = transfer.stallsAt(now: now) else { continue }
            if end <= now {
                self.end(transfer, transfer.stallError)
            } else {
                stallsAt = min(stallsAt ?? end, end)
            }
        }
    }

    /// Libraries of TLS write without asking for silence; a peer that is gone must not end the program.
    private static func refuseBrokenPipeSignals() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
    }
}
