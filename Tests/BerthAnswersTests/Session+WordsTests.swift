import BerthModel
import Testing

@testable import BerthAnswers

struct SessionWordsTests {
    @Test(
        arguments: [
            (.completed, nil, 0), (.failed, "7", 7), (.failed, nil, nil), (.failed, "x", nil), (.running, "7", nil),
            (nil, nil, nil),
        ] as [(SessionPhase?, String?, Int32?)])
    func theCodeOfATask(_ phase: SessionPhase?, _ said: String?, _ code: Int32?) {
        var session = Session()
        session.phase = phase
        var meta = Metadata()
        if let said { meta.messages = [Message(.error, time: .noon, "It ended.", ["exitCode": said])] }
        session.component.meta = meta
        #expect(session.taskExitCode == code)
    }

    @Test func whoOffersIsSaidInAMessage() {
        var session = Session()
        #expect(session.platform == nil)
        var meta = Metadata()
        meta.messages = [
            Message(.info, time: .noon, "Something else."), Message(.info, time: .noon, "By it.", ["platform": "west"]),
        ]
        session.component.meta = meta
        #expect(session.platform == "west")
    }
}
