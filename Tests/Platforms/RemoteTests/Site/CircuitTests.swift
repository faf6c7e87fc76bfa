import BerthModel
import Testing

@testable import BerthRemote

@Suite struct CircuitTests {
    private let start = Instant(seconds: 1_000_000)

    private func after(_ seconds: Int64) -> Instant { start + TimeSpan(seconds: seconds) }

    @Test func `asks until there were so many failures in a row`() {
        var circuit = Circuit(failures: 3)
        circuit.failed("one", now: start)
        circuit.failed("two", now: start)
        circuit.succeeded()
        circuit.failed("three", now: start)
        circuit.failed("four", now: start)
        #expect(circuit.ask(now: start) == .ask)
        circuit.failed("five", now: start)
        #expect(circuit.ask(now: start) == .wait(until: after(5)))
        #expect(circuit.lastFailure == "five")
    }

    @Test func `one tries when it is time, and the others wait on`() {
        var circuit = Circuit(failures: 1)
        circuit.failed("away", now: start)
        #expect(circuit.ask(now: after(4)) == .wait(until: after(5)))
        #expect(circuit.ask(now: after(5)) == .ask)
        #expect(circuit.ask(now: after(5)) == .wait(until: after(10)))
    }

    @Test func `waits twice as long after each try, up to five minutes`() {
        var circuit = Circuit(failures: 1)
        var time = start
        var gaps: [Int64] = []
        for _ in 0..<9 {
            circuit.failed("away", now: time)
            guard case .wait(let until) = circuit.ask(now: time) else { return #expect(Bool(false), "it is asked") }
            gaps.append((until - time).secondsRoundedUp)
            time = until
            #expect(circuit.ask(now: time) == .ask)
        }
        #expect(gaps == [5, 10, 20, 40, 80, 160, 300, 300, 300])
    }

    @Test func `an answer ends it all`() {
        var circuit = Circuit(failures: 1)
        for second: Int64 in [0, 5, 15] { circuit.failed("away", now: after(second)) }
        circuit.succeeded()
        #expect(circuit.ask(now: after(16)) == .ask)
        #expect(circuit.openUntil == nil)
        circuit.failed("away", now: after(20))
        #expect(circuit.ask(now: after(20)) == .wait(until: after(25)))
    }
}
