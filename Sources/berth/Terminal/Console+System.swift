import Glibc

extension Console {
    /// The standard output and standard error of the process.
    ///
    /// - Parameter environment: the value of a variable. Sources: https://no-color.org; POSIX, *Environment Variables*.
    static func system(_ environment: (String) -> String?) -> Console {
        var console = Console(write: { stream, bytes in
            Self.write(bytes, to: stream == .output ? STDOUT_FILENO : STDERR_FILENO)
        })
        console.outputIsTerminal = isatty(STDOUT_FILENO) == 1
        console.errorIsTerminal = isatty(STDERR_FILENO) == 1
        let isPlain = !(environment("NO_COLOR") ?? "").isEmpty || environment("TERM") == "dumb"
        console.outputHasColor = console.outputIsTerminal && !isPlain
        console.errorHasColor = console.errorIsTerminal && !isPlain
        if console.outputIsTerminal {
            var size = winsize()
            if ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 {
                console.columns = Int(size.ws_col)
            } else {
                console.columns = environment("COLUMNS").flatMap { Int($0) } ?? 80
            }
        }
        return console
    }

    /// How the program ends when its output cannot be written: when nobody reads it any more there is nothing to say.
    static func ending(writing error: Int32) -> (code: ExitCode, message: String?) {
        if error == EPIPE { return (.nobodyReads, nil) }
        return (.cannotWrite, "The output cannot be written. (\(String(cString: strerror(error))))")
    }

    /// Writes all bytes, or ends the program: there is nothing left to do.
    private static func write(_ bytes: [UInt8], to descriptor: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if errno == EAGAIN {
                var ready = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&ready, 1, -1)
            } else if errno != EINTR {
                if descriptor != STDOUT_FILENO { return }
                let (code, message) = ending(writing: errno)
                if let message { write(Array("berth: \(message)\n".utf8), to: STDERR_FILENO) }
                _exit(code.value)
            }
        }
    }
}
