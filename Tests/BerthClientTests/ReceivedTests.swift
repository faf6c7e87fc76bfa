import BerthDocument
import BerthModel
import Testing

@testable import BerthClient

struct ReceivedTests {
    @Test func whatIsAYes() {
        var answer = OfferSetResponse()
        #expect(!Received(answer, [:]).isYes)
        answer.offers = [Session()]
        #expect(Received(answer, [:]).isYes)
        answer.result = .no
        #expect(!Received(answer, [:]).isYes)
        answer.result = .yes
        #expect(Received(answer, [:]).isYes)
    }
}
