internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// Answers one request; it starts on a thread that serves connections and must not block before its first `await`.
package typealias HTTPHandler = @Sendable (HTTPRequest) async -> HTTPResponse

/// A server that listens and answers until it is stopped.
///
/// What libmicrohttpd itself refuses (a head larger than the memory of a connection, 32 KiB, and a malformed request
/// line or field) is answered with its own short page and not through `onProblem`.
package final class HTTPServer: Sendable {
    private struct Daemon: @unchecked Sendable {
        var pointer: OpaquePointer
        var watchThread: pthread_t
        /// Belongs to the daemon, which closes it at its end.
        var listening: Int32
        /// What the listening socket is connected to while the server stops.
        var retired: Int32?
    }

    /// Where it listens, with the port that it really got.
    package let address: HTTPAddress

    private let core: ServerCore
    private let daemon: Mutex<Daemon?>

    /// Starts to listen.
    /// - Throws: `localFailure` when the address, socket or certificate cannot be used; `badRequest` for an address
    ///   that is not numeric.
    package init(_ settings: HTTPServerSettings, handler: @escaping HTTPHandler) throws(HTTPError) {
        Self.raiseFileLimit()
        let listening = try ListenSocket(settings.binding)
        core = ServerCore(settings, handler: handler)
        address = listening.address
        do {
            daemon = Mutex(try Self.start(core, listening))
        } catch {
            listening.closeAfterFailure()
            throw error
        }
    }

    deinit {
        if let daemon = takeDaemon() { Self.end(daemon, core) }
    }

    /// The port of a TCP address, else 0.
    package var port: UInt16 { address.port ?? 0 }

    /// Shows another certificate to connections from now on; those that are there stay. For servers with TLS only.
    ///
    /// - Returns: whether it is another than before.
    /// - Throws: `localFailure`; then nothing has changed.
    package func takeUp(_ tls: HTTPServerSettings.TLS) throws(HTTPError) -> Bool {
        precondition(core.isSecure, "a server without TLS shows no certificate")
        return core.takeUp(try ServerCertificate(tls))
    }

    /// Stops accepting, completes running answers (streams without an end are not waited for), and returns when the
    /// last is sent or the deadline has passed; what runs then is cut off. Repeating it is harmless.
    package func stop(deadlineSeconds: Double = 10) async {
        guard var daemon = takeDaemon() else { return }
        // Who comes now is refused. MHD_quiesce_daemon is not asked: with epoll it takes the socket out of the set at
        // the same time as the daemon's own threads, and whoever comes second ends the process.
        daemon.retired = ListenSocket.retire(daemon.listening, address)
        core.beginStop()
        let clock = Task { [core] in
            try await Task.sleep(for: .seconds(deadlineSeconds))
            core.abort()
        }
        await core.waitForLast()
        clock.cancel()
        await withCheckedContinuation { continuation in
            // Joining the server's threads blocks, which no thread of the task pool should.
            Thread.detach { [core, daemon] in
                Self.end(daemon, core)
                continuation.resume()
            }
        }
    }

    private func takeDaemon() -> Daemon? {
        daemon.withLock { daemon in
            let taken = daemon
            daemon = nil
            return taken
        }
    }

    private static func end(_ daemon: Daemon, _ core: ServerCore) {
        core.abort()
        if let retired = daemon.retired { close(retired) }
        MHD_stop_daemon(daemon.pointer)
        core.watch.stop()
        pthread_join(daemon.watchThread, nil)
    }

    private static func start(_ core: ServerCore, _ listening: ListenSocket) throws(HTTPError) -> Daemon {
        if let tls = core.settings.tls { _ = core.takeUp(try ServerCertificate(tls)) }
        var flags = MHD_USE_EPOLL_INTERNAL_THREAD.rawValue | MHD_ALLOW_SUSPEND_RESUME.rawValue
        // Without it 0.9.75 overlooks an end that comes together with the last bytes.
        flags |= MHD_USE_TURBO.rawValue
        if core.isSecure { flags |= MHD_USE_TLS.rawValue }
        let limits = core.limits
        var settings = berth_mhd_settings()
        settings.flags = flags
        settings.listen_socket = listening.descriptor
        settings.thread_count = UInt32(core.settings.threadCount ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        settings.connection_limit = UInt32(clamping: limits.connections)
        settings.per_ip_limit = UInt32(clamping: limits.connectionsPerAddress)
        settings.idle_timeout_seconds = UInt32(clamping: limits.idleTimeoutSeconds)
        settings.connection_memory_bytes = connectionMemoryBytes(limits)
        if core.isSecure {
            settings.certificate = unsafeBitCast(ServerCallbacks.certificate, to: UnsafeMutableRawPointer.self)
        }
        settings.access = ServerCallbacks.access
        settings.request_line = ServerCallbacks.requestLine
        settings.completed = ServerCallbacks.completed
        settings.connection = ServerCallbacks.connection
        settings.context = Unmanaged.passUnretained(core).toOpaque()
        // Whatever was there before has nothing to do with it.
        errno = 0
        let pointer = berth_mhd_start(&settings)
        let code = errno
        guard let pointer else {
            throw HTTPError(
                .localFailure, "the server cannot be started; check the limits of open files and threads",
                subject: listening.address.description, cause: code == 0 ? nil : String(cString: strerror(code)))
        }
        let thread = Thread.start { core.watch.run() }
        return Daemon(pointer: pointer, watchThread: thread, listening: listening.descriptor)
    }

    /// Room for the head and for what libmicrohttpd keeps about it.
    private static func connectionMemoryBytes(_ limits: HTTPLimits) -> Int {
        max(32 << 10, limits.headerBytes + limits.targetBytes + (8 << 10))
    }

    /// Every connection is an open file: the soft limit is raised to the hard one, which needs no privilege.
    private static func raiseFileLimit() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
