import Testing

@testable import BerthBroker

@Suite struct GateTests {
    @Test(arguments: [true, false])
    func whoWaitsPassesOrIsSentAway(opens: Bool) async {
        let gate = Gate()
        await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { await gate.pass() } }
            if opens { gate.open() } else { gate.close() }
            for await mayPass in group { #expect(mayPass == opens) }
        }
        #expect(await gate.pass() == opens, "who comes later waits no longer")
    }

    @Test func theFirstDecisionCounts() async {
        let gate = Gate()
        gate.open()
        gate.close()
        #expect(await gate.pass())
    }
}
