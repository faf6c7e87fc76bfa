import Testing

@testable import berth

struct InterruptionTests {
    @Test func whatIsDoneIsHandedOn() async throws {
        let signals = Signals()
        let result = try await Interruption.during(signals) { 42 }
        guard case .success(42) = result else {
            Issue.record("\(result)")
            return
        }
        // Nobody cares any more.
        #expect(!signals.raise(.interrupt))
    }

    @Test func aSignalEndsIt() async throws {
        let signals = Signals()
        async let result = Interruption.during(signals) { try await Task.sleep(for: .seconds(600)) }
        while !signals.raise(.terminate) { await Task.yield() }
        guard case .failure(let interrupted) = try await result else {
            Issue.record("it was not interrupted")
            return
        }
        #expect(interrupted.exitCode == .terminated)
    }

    @Test func whoeverFollowsHasNothingToRenew() async throws {
        let signals = Signals()
        let result = try await Interruption.during(signals) {
            #expect(signals.raise(.renew))
            try Task.checkCancellation()
            return 42
        }
        guard case .success(42) = result else {
            Issue.record("\(result)")
            return
        }
    }

    @Test func errorsAreHandedOn() async {
        await #expect(throws: ProgramError.self) {
            _ = try await Interruption.during(Signals()) { throw ProgramError(.broken, "x") }
        }
    }
}
