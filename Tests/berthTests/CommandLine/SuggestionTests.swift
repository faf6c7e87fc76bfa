import Testing

@testable import berth

struct SuggestionTests {
    @Test(arguments: [
        ("chekc", "check"), ("CHECK", "check"), ("cnacel", "cancel"), ("sesions", "sessions"), ("ru", "run"),
        ("conv", "convert"), ("run", "run"),
    ])
    func whatIsNear(_ word: String, _ meant: String) {
        #expect(
            Suggestion.nearest(to: word, among: ["run", "check", "cancel", "convert", "sessions"]) == meant)
    }

    @Test(arguments: ["", "x", "banana", "checkmate!", "ceaseless"])
    func whatIsFar(_ word: String) {
        #expect(Suggestion.nearest(to: word, among: ["run", "check", "cancel"]) == nil)
        #expect(Suggestion.sentence(for: word, among: ["run", "check", "cancel"]).isEmpty)
    }

    @Test(arguments: [("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3), ("a", "", 1)])
    func distances(_ left: String, _ right: String, _ distance: Int) {
        #expect(Suggestion.distance(Array(left.unicodeScalars), Array(right.unicodeScalars)) == distance)
    }

    @Test func theFirstOfTheNearestWins() {
        #expect(Suggestion.nearest(to: "bat", among: ["cat", "hat"]) == "cat")
        #expect(Suggestion.sentence(for: "bat", among: ["cat"], quoting: false) == " Did you mean cat?")
    }
}
