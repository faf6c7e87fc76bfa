import Glibc

/// The program. Its first thread waits for signals; everything else happens on those of the task pool.
@main
struct Berth {
    static func main() {
        Signals.block()
        let signals = Signals()
        let words = Array(CommandLine.arguments.dropFirst())
        Task.detached {
            let code = await Program.run(words, .system(signals: signals))
            // Threads of libraries are at work until the end. `exit` would take from under them what they use: its
            // handlers run the destructors of every library beside them.
            fflush(nil)
            _exit(code.value)
        }
        signals.wait()
    }
}
