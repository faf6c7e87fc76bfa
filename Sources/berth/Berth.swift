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
            exit(code.value)
        }
        signals.wait()
    }
}
