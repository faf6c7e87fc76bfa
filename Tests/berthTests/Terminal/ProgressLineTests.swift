import Testing

@testable import berth

struct ProgressLineTests {
    @Test func itIsWrittenAgainAndTakenAway() {
        let sink = Sink()
        var console = Console(write: { sink.write($0, $1) })
        console.errorIsTerminal = true
        console.columns = 12
        let line = ProgressLine(console)
        line.clear()
        line.show("RUNNING for 1 s")
        line.show("RUNNING for 2 s")
        line.show("RUNNING for 3 s")
        line.clear()
        line.clear()
        // Three texts that are the same as far as they fit.
        #expect(sink.text(.error) == "\r\u{1B}[KRUNNING for\r\u{1B}[K")
    }

    @Test func thereIsNoneInAPipeOrWhenQuiet() {
        let sink = Sink()
        var console = Console(write: { sink.write($0, $1) })
        ProgressLine(console).show("a")
        console.errorIsTerminal = true
        console.isQuiet = true
        ProgressLine(console).show("a")
        #expect(sink.text(.error).isEmpty)
    }
}
