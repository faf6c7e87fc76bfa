import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import berth

struct LadderSheetTests {
    private static func lines(_ messages: [Message]) -> [String] {
        var answer = OfferSetResponse()
        answer.result = .no
        answer.meta = Metadata()
        answer.meta?.messages = messages
        return LadderSheet(platform: "p", answer: answer, console: .none, time: .noon).lines
    }

    private static func obstacle(_ rung: Obstacle.Rung) -> Message {
        Obstacle(rung, ["a"], "{path}: so it is.").message(at: CapturedRun.now, from: nil)
    }

    @Test func timeIsLookedAtWhenAllElseHolds() {
        let late = Self.lines([Self.obstacle(.notNow)])
        #expect(late.count == 9)
        #expect(late.filter { $0.hasPrefix("  ✓") }.count == 7)
        #expect(late.last == "  ✗ a: so it is.")
        #expect(Self.lines([Self.obstacle(.tooDear)]).last == "  – there is room in time: not looked at")
    }

    @Test func whatContradictsItselfIsShownToNobody() {
        let lines = Self.lines([Self.obstacle(.contradictory)])
        #expect(lines[1] == "  ✗ a: so it is.")
        #expect(lines.dropFirst(2).allSatisfy { $0.hasPrefix("  – ") && $0.hasSuffix(": not looked at") })
    }

    @Test func whoIsSilentHasLookedAtNothing() {
        let silence = Message(
            .warn, time: CapturedRun.now, "{platform} gave no answer.", ["platform": "p", "waited": "PT1S"])
        #expect(Self.lines([silence]) == ["p: no answer", "  p gave no answer."])
    }

    @Test func theBestCodeIsThatOfThePlatformThatWouldDoMost() {
        #expect(LadderSheet.better(.no, .notNow) == .notNow)
        #expect(LadderSheet.better(.notNow, .success) == .success)
        #expect(LadderSheet.better(.silence, .no) == .silence)
    }
}
