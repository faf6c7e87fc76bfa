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
        var set = Self.set
        while true {
            var number: Int32 = 0
            guard sigwait(&set, &number) == 0 else { continue }
            let signal: Signal = number == SIGINT ? .interrupt : .terminate
            if !raise(signal) {
                _exit((signal == .interrupt ? ExitCode.interrupted : .terminated).value)
            }
        }
    }

    private static var set: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        sigaddset(&set, SIGINT)
        sigaddset(&set, SIGTERM)
        return set
    }
}
