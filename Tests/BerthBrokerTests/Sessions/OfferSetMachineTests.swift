import BerthModel
import Testing

@testable import BerthBroker

@Suite struct OfferSetMachineTests {
    private static let expires = Sample.now + TimeSpan(seconds: 300)

    private func set(_ phases: [SessionPhase] = [.offered, .offered, .offered]) -> OfferSetMachine {
        let records = phases.enumerated().map { index, phase in
            var record = Sample.offer(UInt64(index + 1))
            if phase != .offered { record.session.phase = phase }
            return record
        }
        return OfferSetMachine(records, messageLimit: 10)
    }

    private func phases(_ verdict: OfferSetMachine.Verdict) -> [UUID: SessionPhase]? {
        guard case .changed(let records) = verdict else { return nil }
        return Dictionary(uniqueKeysWithValues: records.map { ($0.id, $0.phase) })
    }

    @Test func acceptingOneRejectsTheOthers() {
        var machine = set()
        let verdict = machine.accept(Sample.id(2), now: Sample.now)
        #expect(
            phases(verdict) == [Sample.id(1): .rejected, Sample.id(2): .accepted, Sample.id(3): .rejected])
        #expect(machine.records.map(\.phase) == [.rejected, .accepted, .rejected])
        #expect(machine.records.map(\.revision) == [2, 2, 2])
        #expect(machine.records.map(\.session.expires) == [nil, nil, nil])
        #expect(machine.accept(Sample.id(2), now: Sample.now) == .unchanged)
        #expect(machine.accept(Sample.id(1), now: Sample.now) == .wrongPhase(.rejected))
    }

    @Test func rejectingOneLeavesTheOthers() {
        var machine = set()
        #expect(phases(machine.reject(Sample.id(1), now: Sample.now)) == [Sample.id(1): .rejected])
        #expect(machine.reject(Sample.id(1), now: Sample.now) == .unchanged)
        #expect(machine.records.map(\.phase) == [.rejected, .offered, .offered])
        #expect(phases(machine.accept(Sample.id(3), now: Sample.now))?.count == 2)
        #expect(machine.reject(Sample.id(3), now: Sample.now) == .wrongPhase(.accepted))
    }

    @Test func anOfferIsHeldUntilItExpiresAndNoLonger() {
        let before = Self.expires + TimeSpan(milliseconds: -1)
        var machine = set()
        #expect(machine.expire(now: before) == [])
        #expect(phases(machine.reject(Sample.id(1), now: before)) != nil)
        #expect(machine.accept(Sample.id(2), now: Self.expires) == .expired)
        #expect(machine.reject(Sample.id(2), now: Self.expires) == .expired)
        #expect(machine.expire(now: Self.expires).map(\.id) == [Sample.id(2), Sample.id(3)])
        #expect(machine.records.map(\.phase) == [.rejected, .expired, .expired])
        #expect(machine.accept(Sample.id(2), now: before) == .expired)
        #expect(machine.reject(Sample.id(2), now: before) == .expired)
    }

    @Test(arguments: [
        (SessionPhase.waiting, OfferSetMachine.Verdict.unchanged), (.preparing, .unchanged), (.running, .unchanged),
        (.releasing, .unchanged), (.completed, .unchanged), (.failed, .unchanged),
        (.cancelled, .wrongPhase(.cancelled)), (.initial, .wrongPhase(.initial)),
    ])
    func acceptingAgainLaterIsHarmless(phase: SessionPhase, verdict: OfferSetMachine.Verdict) {
        var machine = set([phase])
        #expect(machine.accept(Sample.id(1), now: Sample.now) == verdict)
        #expect(machine.reject(Sample.id(1), now: Sample.now) == .wrongPhase(phase))
    }
}
