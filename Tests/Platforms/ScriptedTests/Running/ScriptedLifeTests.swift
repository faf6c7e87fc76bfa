import BerthModel
import BerthPlatform
import Testing

@testable import BerthScripted

@Suite struct ScriptedLifeTests {
    private func life(stopped: Int64? = nil, _ change: (inout ScriptedThing) -> Void = { _ in }) -> ScriptedLife {
        var run = ScriptedRun()
        run.queued = TimeSpan(seconds: 10)
        run.duration = TimeSpan(seconds: 20)
        run.exitCode = 7
        run.output = [ScriptedLine(TimeSpan(seconds: 20), .stdout, "last")]
        var thing = ScriptedThing()
        thing.started = Instant(seconds: 100)
        thing.stopped = stopped.map { Instant(seconds: $0) }
        change(&thing)
        return ScriptedLife(run, thing)
    }

    private func isStopped(_ state: WorkState) -> Bool {
        if case .finished(let outcome) = state { outcome.exitCode == nil && !outcome.isSuccess } else { false }
    }

    @Test("it waits, runs and ends, each from its instant on")
    func states() {
        let states = [100, 109, 110, 129, 130].map { life().state(at: Instant(seconds: $0)) }
        #expect(states == [.waiting, .waiting, .running, .running, .finished(.exited(7))])
        #expect([110, 130, nil] == [100, 110, 130].map { life().nextChange(after: Instant(seconds: $0))?.seconds })
    }

    @Test("stopped before its end it is stopped, at its end it had ended")
    func stopped() {
        for stop in [90, 105, 129] as [Int64] {
            #expect(isStopped(life(stopped: stop).state(at: Instant(seconds: 129))))
        }
        #expect(life(stopped: 130).state(at: Instant(seconds: 130)) == .finished(.exited(7)))
        #expect(isStopped(life(stopped: 50) { $0.started = nil }.state(at: Instant(seconds: 50))))
    }

    @Test("the last line is written at the very end, and not when it is stopped before")
    func written() {
        #expect(life().written(.stdout, at: Instant(seconds: 129)) == [])
        #expect(life().written(.stdout, at: Instant(seconds: 130)) == Array("last\n".utf8))
        #expect(life(stopped: 129).written(.stdout, at: .latest) == [])
        #expect(life().isSilent(at: Instant(seconds: 129)) == false)
        #expect(life().isSilent(at: Instant(seconds: 130)))
        #expect(life { $0.isOver = true }.isSilent(at: Instant(seconds: 100)))
    }
}
