import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel
import Testing

@testable import berth

struct SessionWatchTests {
    func session(_ phase: SessionPhase, _ messages: [Message] = []) -> SessionEvent {
        var session = Session()
        session.phase = phase
        var meta = Metadata()
        meta.messages = messages
        meta.modified = CapturedRun.now
        session.component.meta = meta
        return .session(Received(session, session.document(for: .json)))
    }

    func message(_ text: String, _ seconds: Int64) -> Message {
        Message(.info, time: CapturedRun.now + TimeSpan(seconds: seconds), text)
    }

    @Test func eachOnceAndInTheOrderOfTheirTimes() {
        var watch = SessionWatch()
        #expect(watch.lines(for: .phase(.accepted, at: CapturedRun.now), .noon).isEmpty)
        #expect(watch.lines(for: .phase(.running, at: CapturedRun.now + TimeSpan(seconds: 5)), .noon).isEmpty)
        #expect(
            watch.lines(for: session(.running, [message("early", 1), message("late", 9)]), .noon) == [
                "12:00:00  ACCEPTED", "12:00:01  INFO   early", "12:00:05  RUNNING", "12:00:09  INFO   late",
            ])
        #expect(watch.lines(for: session(.running, [message("early", 1), message("late", 9)]), .noon).isEmpty)
        #expect(watch.phase == .running)
        let later = TimeText(now: CapturedRun.now + TimeSpan(seconds: 65), offset: { _ in 0 })
        let soon = TimeText(now: CapturedRun.now + TimeSpan(milliseconds: 5300), offset: { _ in 0 })
        #expect(watch.progress(soon) == "RUNNING for 0 s. Ctrl-C stops watching, not the session.")
        // A clock that is behind that of the broker.
        #expect(watch.progress(.noon) == "RUNNING for 0 s. Ctrl-C stops watching, not the session.")
        #expect(watch.progress(later) == "RUNNING for 1 min. Ctrl-C stops watching, not the session.")
    }

    @Test func aBrokerWithoutPhaseEvents() {
        var watch = SessionWatch()
        #expect(watch.progress(.noon) == "Waiting for the broker")
        #expect(watch.lines(for: session(.completed), .noon) == ["12:00:00  COMPLETED"])
        #expect(watch.last?.value.phase == .completed)
    }

    @Test func aLostConnection() {
        var watch = SessionWatch()
        #expect(
            watch.lines(for: .interrupted(ClientError(.unreachable, "It is away.")), .noon)
                == ["12:00:00  The connection is lost and tried again: It is away."])
    }

    @Test(
        arguments: [
            (SessionPhase.completed, nil, Int32(0), ExitCode.success), (.failed, "42", 42, .notWell),
            (.failed, nil, nil, .notWell), (.failed, "many", nil, .notWell), (.cancelled, "137", nil, .notWell),
            (.expired, nil, nil, .gone), (.rejected, nil, nil, .notWell),
        ] as [(SessionPhase, String?, Int32?, ExitCode)])
    func codes(_ phase: SessionPhase, _ said: String?, _ task: Int32?, _ exit: ExitCode) {
        var session = Session()
        session.phase = phase
        var meta = Metadata()
        if let said { meta.messages = [Message(.error, time: CapturedRun.now, "x", ["exitCode": said])] }
        session.component.meta = meta
        #expect(session.taskExitCode == task)
        #expect(session.exitCode == exit)
    }
}
