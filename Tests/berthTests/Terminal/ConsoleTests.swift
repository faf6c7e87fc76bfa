import Glibc
import Testing

@testable import berth

struct ConsoleTests {
    @Test func eachHasItsStream() {
        let sink = Sink()
        var console = Console(write: { sink.write($0, $1) })
        console.print("a")
        console.print(["b", "c"])
        console.print([])
        console.note("n")
        console.isQuiet = true
        console.note("not said")
        console.complain("wrong")
        #expect(sink.text(.output) == "a\nb\nc\n")
        #expect(sink.text(.error) == "n\nberth: wrong\n")
    }

    /// A full disk was told as if nobody read: without a word, and with 141.
    @Test func outputThatCannotBeWritten() {
        #expect(Console.ending(writing: EPIPE) == (.nobodyReads, nil))
        #expect(
            Console.ending(writing: ENOSPC)
                == (.cannotWrite, "The output cannot be written. (No space left on device)"))
    }

    @Test func colorsAreForTerminalsOnly() {
        var console = Console.none
        #expect(console.ink(.red, "x") == "x")
        console.outputHasColor = true
        #expect(console.ink(.red, "x") == "\u{1B}[31mx\u{1B}[0m")
        #expect(console.ink(.red, "x", on: .error) == "x")
    }

    @Test func aPipeHasNoColors() {
        // Tests run without a terminal.
        let console = Console.system { _ in nil }
        #expect(!console.outputHasColor || console.outputIsTerminal)
        #expect(!Console.system { $0 == "NO_COLOR" ? "1" : nil }.outputHasColor)
        #expect(!Console.system { $0 == "TERM" ? "dumb" : nil }.errorHasColor)
    }

    @Test(arguments: [
        ("plain", "plain"), ("h\u{E9}\u{1F680}", "h\u{E9}\u{1F680}"), ("a\u{1B}[31mb", "a\u{FFFD}[31mb"),
        ("a\nb\tc", "a b c"), ("\u{7F}\u{9B}\u{202E}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
    ])
    func whatCouldCommandATerminalIsNotShown(_ text: String, _ shown: String) {
        #expect(text.printable == shown)
    }
}
