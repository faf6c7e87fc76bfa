import BerthModel
import Testing

@testable import BerthBroker

@Suite struct DeadlinesTests {
    @Test func theEarliestComesFirstAndAmongEqualsTheOneThatWasFirst() {
        var deadlines = Deadlines<Int>()
        // Deterministic and in no order: multiples of a number that shares no factor with 101.
        let seconds = (1...500).map { Int64($0 * 37 % 101) }
        for (number, second) in seconds.enumerated() { deadlines.add(number, at: Instant(seconds: second)) }
        let expected = seconds.enumerated().sorted { ($0.element, $0.offset) < ($1.element, $1.offset) }.map(\.offset)
        var taken: [Int] = []
        while let item = deadlines.takeDue(at: .latest) { taken.append(item) }
        #expect(taken == expected)
        #expect(deadlines.count == 0)
        #expect(deadlines.earliest == nil)
    }

    @Test func nothingIsTakenBeforeItIsDue() {
        var deadlines = Deadlines<String>()
        deadlines.add("a", at: Instant(seconds: 10))
        #expect(deadlines.takeDue(at: Instant(milliseconds: 9999)) == nil)
        #expect(deadlines.earliest == Instant(seconds: 10))
        #expect(deadlines.takeDue(at: Instant(seconds: 10)) == "a")
        #expect(deadlines.takeDue(at: .latest) == nil)
    }
}
