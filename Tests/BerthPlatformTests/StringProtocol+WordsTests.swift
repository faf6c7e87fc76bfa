import Testing

@testable import BerthPlatform

struct StringProtocolWordsTests {
    @Test(arguments: ["a", "Z9", "-", "a-b"]) func words(text: String) { #expect(text.isWord(with: "-")) }

    @Test(arguments: ["", " ", "a_b", "é", "a\u{0}", "@", "[", "`", "{", "/", ":"]) func others(text: String) {
        #expect(!text.isWord(with: "-"))
    }
}
