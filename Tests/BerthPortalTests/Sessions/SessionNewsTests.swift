import BerthClient
import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct SessionNewsTests {
    static func session(_ phase: SessionPhase, at seconds: Int64) -> SessionEvent {
        var session = Sample.offer(1, phase: phase)
        session.component.meta?.modified = Sample.after(seconds)
        return .session(Received(session, .null))
    }

    static func view(_ events: [SessionEvent]) -> SessionNews {
        var view = SessionNews()
        for event in events { view.take(event, at: Sample.noon) }
        return view
    }

    @Test func phasesEachOnce() {
        let view = Self.view([
            .phase(.accepted, at: Sample.after(1)), .phase(.running, at: Sample.after(5)),
            Self.session(.running, at: 5), .interrupted(ClientError(.unreachable, "Away.")),
            .phase(.accepted, at: Sample.after(1)), .phase(.running, at: Sample.after(5)),
            .phase(.releasing, at: Sample.after(60)), Self.session(.completed, at: 61),
        ])
        #expect(view.phases.map(\.phase) == [.accepted, .running, .releasing, .completed])
        #expect(view.started == Sample.after(5))
        #expect(view.ended == Sample.after(60))
        #expect(view.isOver)
        #expect(view.away == nil)
        // A session that is over when it is looked at first ended its page before its outputs were read.
        #expect(!view.isFinished)
    }

    @Test func whatNeverBeganHasNoEnd() {
        let view = Self.view([.phase(.accepted, at: Sample.after(1)), Self.session(.failed, at: 2)])
        #expect(view.started == nil)
        #expect(view.ended == nil)
    }

    /// A broker that goes away while a session is watched, and comes back.
    @Test func aBrokerThatIsAway() {
        var view = Self.view([Self.session(.running, at: 1)])
        let number = view.newsNumber
        view.take(.interrupted(ClientError(.unreachable, "Nobody answers.")), at: Sample.noon)
        #expect(view.away == "Nobody answers.")
        // Tried again and again, said once.
        view.take(.interrupted(ClientError(.unreachable, "Nobody answers.")), at: Sample.noon)
        #expect(view.newsNumber == number + 1)
        view.take(Self.session(.running, at: 1), at: Sample.noon)
        #expect(view.away == nil)
        view.fail(ClientError(.notFound, "It is gone."))
        #expect(view.isFinished)
        #expect(!view.isOver)
    }

    @Test func outputsEndAfterTheSession() {
        var view = Self.view([Self.session(.completed, at: 1)])
        view.outputs = [.stdout: LogTail()]
        view.outputs[.stdout]?.isEnd = true
        #expect(!view.isFinished)
        view.outputs[.stderr] = LogTail()
        #expect(!view.isFinished)
        view.outputs[.stderr]?.problem = "There is none."
        #expect(view.isFinished)
    }
}
