import Testing

@testable import BerthRegistry

struct NamePatternTests {
    @Test(arguments: [
        ("ivo://a.org/*", "ivo://a.org/x", true), ("ivo://a.org/*", "IVO://A.ORG/x", true),
        ("ivo://a.org/*", "ivo://a.org.evil/x", false), ("ivo://a.org/x", "ivo://a.org/x", true),
        ("ivo://a.org/x", "ivo://a.org/xy", false), ("*", "", true), ("*", "anything", true), ("", "", true),
        ("", "a", false), ("a*b*c", "aXbYc", true), ("a*b*c", "abc", true), ("a*b*c", "acb", false),
        ("a*a", "a", false), ("a*a", "aa", true), ("*ab*ab", "abab", true), ("*ab*ab", "ab", false),
        ("**b", "ab", true), ("*.org/*", "https://x.org/y", true),
    ])
    func fits(_ pattern: String, _ text: String, _ does: Bool) {
        #expect(NamePattern(pattern).fits(text) == does)
    }
}
