import Testing

@testable import berth

struct WrappedTextTests {
    @Test func linesBreakAtBlanks() {
        #expect(WrappedText.lines("one two three", columns: 7) == ["one two", "three"])
        #expect(WrappedText.lines("one two three", columns: 6) == ["one", "two", "three"])
        #expect(WrappedText.lines("a-very-long-word b", columns: 4) == ["a-very-long-word", "b"])
        #expect(WrappedText.lines("", columns: 4) == [""])
    }

    @Test func meaningsStandBesideTheirTerms() {
        let lines = WrappedText.list(
            [("a", "short"), ("term", "one two three four five six seven")], columns: 28)
        #expect(lines == ["  a     short", "  term  one two three four", "        five six seven"])
    }

    @Test func aLongTermHasALineOfItsOwn() {
        #expect(
            WrappedText.list([("a-long-term", "meaning"), ("b", "other")], columns: 40, longestTerm: 4)
                == ["  a-long-term", "        meaning", "  b     other"])
    }

    @Test func paddingNeverCuts() {
        #expect(WrappedText.padded("ab", 4) == "ab  ")
        #expect(WrappedText.padded("abcdef", 4) == "abcdef")
    }
}
