import Testing

@testable import BerthPortal

struct AskingDeskGivingBackTests {
    /// To leave a page twice is to leave it once; whoever comes back has not left it.
    @Test func comingAndGoing() {
        var onlookers = Onlookers()
        onlookers.come(toStay: true)
        let first = [onlookers.leave(), onlookers.leave()]
        #expect(first == [true, false])
        #expect(onlookers.count == 1)
        let turn = onlookers.turn
        onlookers.come(toStay: false)
        #expect(onlookers.turn == turn + 1)
        let again = onlookers.leave()
        #expect(again)
        onlookers.end()
        #expect(onlookers.count == 0)
    }

    @Test func everyReasonIsASentence() {
        #expect(Set(GivingBack.allCases.map(\.sentence)).count == GivingBack.allCases.count)
        #expect(GivingBack.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
    }
}
