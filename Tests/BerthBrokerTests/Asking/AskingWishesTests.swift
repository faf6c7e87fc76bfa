import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

@Suite struct AskingWishesTests {
    @Test(arguments: [(nil, 10), (3, 3), (30, 10), (-1, 0)] as [(Int64?, Int64)])
    func nobodyWaitsLongerThanTheBrokerGrants(_ wished: Int64?, _ seconds: Int64) {
        let wishes = AskingWishes(time: wished.map { TimeSpan(seconds: $0) })
        #expect(wishes.time(most: TimeSpan(seconds: 10)) == TimeSpan(seconds: seconds))
    }

    @Test func anAnswerIsToldInAWord() {
        let yes = PlatformAnswer(.yes([Sample.plan()]), from: "here", at: Sample.now)
        #expect(yes == PlatformAnswer(platform: "here", answer: "yes", ways: 1, messages: []))
        let no = PlatformAnswer(.no([Obstacle(.never, ["compute"], "{path}: no.")]), from: "here", at: Sample.now)
        #expect(no.answer == "no")
        #expect(no.messages.map(\.message) == ["compute: no."])
        let silence = Silence(.tooSlow, "It thinks.", waited: .zero, detail: "a secret")
        let silent = PlatformAnswer(.silence(silence), from: "here", at: Sample.now)
        #expect(silent.answer == "tooSlow")
        #expect(silent.messages.map(\.message) == ["here: It thinks."])
    }
}
