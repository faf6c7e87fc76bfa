import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct SessionMachineTests {
    private static let broken = PlatformError(.broken, "It broke.")

    /// Every kind of event by a name.
    private static let events: KeyValuePairs<String, SessionMachine.Event> = [
        "due": .due, "prepared": .prepared(.done), "started": .started(.done), "waiting": .observed(.waiting),
        "running": .observed(.running), "finished": .observed(.finished(.exited(0))), "released": .released,
        "failed": .failed(broken), "stop": .stop(.cancelled), "stopped": .stopped(nil),
    ]

    /// What each event makes of each step; what is not named changes nothing.
    private static let table: [Step: [String: Step]] = [
        .offered: [:],
        .wait: ["due": .prepare, "stop": Step.none],
        .prepare: ["prepared": .prepare, "failed": .cancel, "stop": .cancel],
        .start: ["started": .observe, "failed": .cancel, "stop": .cancel],
        .observe: ["running": .observe, "finished": .release, "failed": .cancel, "stop": .cancel],
        .cancel: ["prepared": .cancel, "started": .cancel, "stopped": .release],
        .release: ["released": .release, "failed": .release],
        .none: [:],
    ]

    @Test(arguments: Step.allCases)
    func everyEventInEveryStep(step: Step) throws {
        let row = try #require(Self.table[step])
        for (name, event) in Self.events {
            var machine = Sample.machine(at: step)
            try #require(machine.record.step == step)
            let before = machine.record
            let later = Sample.now + TimeSpan(seconds: 5)
            let isTaken = machine.handle(event, now: later)
            #expect(isTaken == (row[name] != nil), "\(name) at \(step)")
            if isTaken {
                #expect(machine.record.step == row[name], "\(name) at \(step)")
                #expect(machine.record.revision == before.revision + 1)
                #expect(machine.record.session.component.meta?.modified == later)
            } else {
                #expect(machine.record == before, "\(name) at \(step) comes too late to change anything")
            }
        }
    }

    private func phases(_ record: SessionRecord) -> [ComponentPhase?] {
        record.session.storage.map(\.life?.phase) + record.session.data.map(\.life?.phase)
            + [record.session.compute?.life?.phase, record.session.executable?.life?.phase]
    }

    @Test func partsArePreparedInOrderAndReleasedInReverse() {
        var machine = Sample.machine(at: .prepare)
        var seen: [[ComponentPhase?]] = []
        while machine.record.step == .prepare {
            seen.append(phases(machine.record))
            #expect(machine.handle(.prepared(.done), now: Sample.now) == true)
        }
        #expect(
            seen == [
                [.preparing, .waiting, .waiting, .waiting], [.available, .preparing, .waiting, .waiting],
                [.available, .available, .preparing, .waiting], [.available, .available, .available, .preparing],
            ])
        #expect(machine.record.phase == .available)
        #expect(machine.handle(.started(.done), now: Sample.now) == true)
        #expect(machine.handle(.observed(.running), now: Sample.now) == true)
        #expect(phases(machine.record) == [.available, .available, .running, .running])
        #expect(machine.handle(.observed(.finished(.exited(0))), now: Sample.now) == true)
        seen = []
        while machine.record.step == .release {
            seen.append(phases(machine.record))
            #expect(machine.handle(.released, now: Sample.now) == true)
        }
        #expect(
            seen == [
                [.available, .available, .running, .releasing], [.available, .available, .releasing, .completed],
                [.available, .releasing, .completed, .completed], [.releasing, .completed, .completed, .completed],
            ])
        #expect(phases(machine.record) == [.completed, .completed, .completed, .completed])
        #expect(machine.record.phase == .completed)
        #expect(
            machine.record.history.map(\.phase) == [
                .offered, .accepted, .preparing, .available, .running, .releasing, .completed,
            ])
        #expect(machine.record.history.last?.revision == machine.record.revision)
    }

    @Test func quickWorkWasRunningAllTheSame() {
        var machine = Sample.machine(at: .observe)
        #expect(machine.handle(.observed(.finished(.exited(3))), now: Sample.now) == true)
        #expect(machine.record.history.suffix(2).map(\.phase) == [.running, .releasing])
        #expect(machine.record.ending == .failed)
        #expect(
            machine.record.session.component.meta?.messages.map(\.message) == ["The program ended with exit code 3."])
    }

    @Test(arguments: [Step.prepare, .start, .observe])
    func overtimeFailsTheSessionWhereverItIs(step: Step) {
        var machine = Sample.machine(at: step)
        #expect(machine.handle(.stop(.overtime), now: Sample.now) == true)
        #expect(machine.record.step == .cancel)
        #expect(machine.record.phase == .releasing)
        #expect(machine.record.ending == .failed)
        #expect(
            machine.record.session.component.meta?.messages.map(\.message) == [
                "The work was stopped at \(machine.record.held.availableEnd), the end of the time that was offered."
            ])
        #expect(machine.handle(.stop(.cancelled), now: Sample.now) == false, "it is being stopped already")
    }

    private static func queued() -> SessionMachine {
        var record = Sample.machine(at: .observe).record
        record.plan.patience = TimeSpan(seconds: 3600)
        return SessionMachine(record, messageLimit: 100)
    }

    @Test func whatBeginsLateInAQueueHasAllOfItsTime() {
        var machine = Self.queued()
        let held = machine.record.held
        #expect(machine.record.deadline == held.availableEnd + TimeSpan(seconds: 3600))
        let late = held.availableStart + TimeSpan(milliseconds: 99_001)
        #expect(machine.handle(.observed(.running), now: late) == true)
        #expect(machine.record.held.availableStart == held.availableStart + TimeSpan(seconds: 100))
        #expect(machine.record.deadline == held.availableEnd + TimeSpan(seconds: 100))
        #expect(machine.record.held.end == held.end + TimeSpan(seconds: 100))
        #expect(machine.record.session.schedule == machine.record.held.schedule)
        // Told once more after a restart, it has begun already.
        #expect(machine.handle(.observed(.running), now: late + TimeSpan(seconds: 50)) == false)
    }

    @Test func whatBeginsEarlyInAQueueKeepsItsEnd() {
        var machine = Self.queued()
        let held = machine.record.held
        #expect(machine.handle(.observed(.running), now: held.availableStart - TimeSpan(seconds: 9)) == true)
        #expect(machine.record.held == held)
        #expect(machine.record.deadline == held.availableEnd)
    }

    @Test func whatNeverBeginsIsStoppedWhenPatienceIsOver() {
        var machine = Self.queued()
        let deadline = machine.record.deadline
        #expect(machine.handle(.stop(.overtime), now: deadline) == true)
        #expect(
            machine.record.session.component.meta?.messages.map(\.message) == [
                "The work had not begun at \(deadline), and it waits no longer."
            ])
    }

    @Test func aStopBeforeTheSlotEndsTheSessionAtOnce() {
        var machine = Sample.machine(at: .wait)
        #expect(machine.handle(.stop(.cancelled), now: Sample.now) == true)
        #expect(machine.record.phase == .cancelled)
        #expect(phases(machine.record) == [.cancelled, .cancelled, .cancelled, .cancelled])
        #expect(machine.record.history.map(\.phase) == [.offered, .accepted, .cancelled])
    }

    @Test func whatAStepMadeWhileItWasStoppedIsRemembered() {
        var machine = Sample.machine(at: .cancel)
        let made = Progress(
            connectors: [Connector(status: .available, protocol: "http", location: "http://h/")], handle: .text("h"))
        #expect(machine.handle(.started(made), now: Sample.now) == true)
        #expect(machine.record.handle == .text("h"))
        #expect(machine.handle(.stopped(Self.broken), now: Sample.now) == true)
        #expect(machine.record.session.connectors.map(\.status) == [.finished])
        #expect(
            machine.record.session.component.meta?.messages.map(\.message) == [
                "Cancelled by ada.", "The work did not stop cleanly: It broke.",
            ])
    }

    @Test func aReleaseThatFailsFailsTheSessionButNotTheRest() {
        var machine = Sample.machine(at: .release)
        #expect(machine.handle(.released, now: Sample.now) == true)
        #expect(machine.handle(.failed(Self.broken), now: Sample.now) == true)
        #expect(machine.handle(.released, now: Sample.now) == true)
        #expect(machine.handle(.released, now: Sample.now) == true)
        #expect(machine.record.phase == .failed)
        #expect(phases(machine.record) == [.failed, .failed, .failed, .completed])
        #expect(
            machine.record.session.component.meta?.messages.map(\.message) == [
                "compute could not be released: It broke."
            ])
    }

    @Test func onlySoManyMessagesAreKeptTheOldestGo() {
        var machine = SessionMachine(Sample.machine(at: .prepare).record, messageLimit: 2)
        for number in 1...3 {
            let note = Note(.info, "{n}", ["n": "\(number)"])
            #expect(machine.handle(.prepared(Progress(notes: [note])), now: Sample.now) == true)
        }
        #expect(machine.record.session.component.meta?.messages.map(\.message) == ["2", "3"])
        machine.say([Message(.info, time: Sample.now, "4"), Message(.info, time: Sample.now, "5")])
        #expect(machine.record.session.component.meta?.messages.map(\.message) == ["4", "5"])
    }
}
