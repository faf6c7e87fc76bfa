import Glibc

extension Signals {
    /// Takes the signals of the process, which its threads do not see from now on.
    ///
    /// Called before there is another thread: threads inherit what they do not see.
    static func block() {
        var set = Self.set
        pthread_sigmask(SIG_BLOCK, &set, nil)
        // Whoever closes a connection or a pipe must not end the process.
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for signals on this thread, for ever.
    func wait() -> Never {
        var holdsTerminal = Self.hasTerminal && !Self.ignoresHangUp
        var set = Self.set
        while true {
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0 else { continue }
            let signal: Signal =
                switch number {
                case SIGINT: .interrupt
                case SIGHUP: holdsTerminal && !Self.hasTerminal ? .hangUp : .renew
                default: .terminate
                }
            // The system and the shell both tell of it, which is not asking twice.
            if signal == .hangUp { holdsTerminal = false }
            if !raise(signal), let code = signal.exitCode { _exit(code.value) }
        }
    }

    /// Whether there is a terminal that the process belongs to; the system has taken a lost one away when it tells.
    private static var hasTerminal: Bool {
        let terminal = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY)
        if terminal >= 0 { close(terminal) }
        return terminal >= 0
    }

    /// Whether it was started to go on without its terminal, as nohup does.
    private static var ignoresHangUp: Bool {
        var action = sigaction()
        sigaction(SIGHUP, nil, &action)
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        sigaddset(&set, SIGHUP)
        return set
    }
}
