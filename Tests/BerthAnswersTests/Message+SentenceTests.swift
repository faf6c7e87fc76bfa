import BerthModel
import Testing

@testable import BerthAnswers

struct MessageSentenceTests {
    @Test func theMemberIsNotSaidTwice() {
        let named = Message(.warn, time: .noon, "{path}: too many.", ["path": "compute.cores"])
        #expect(named.message == "compute.cores: too many.")
        #expect(named.sentence == "too many.")
        #expect(Message(.warn, time: .noon, "No room.", ["path": ""]).sentence == "No room.")
        #expect(Message().sentence == "No reason was given.")
    }
}
