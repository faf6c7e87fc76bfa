import BerthModel
import Testing

@testable import BerthPortal

struct BrowserSealTests {
    private let text = Array("a token of Ada's".utf8)

    @Test func onlyItsWordOpensIt() {
        let sealed = BrowserSeal.sealed(text, for: "word", id: Sample.id(1))
        #expect(sealed.count == text.count + 28)
        #expect(BrowserSeal.opened(sealed, by: "word") == text)
        #expect(BrowserSeal.opened(sealed, by: "another") == nil)
        #expect(String(decoding: sealed, as: UTF8.self).contains("token") == false)
    }

    @Test func theSameTwiceIsNotTheSame() {
        let (first, second) = (Sample.id(1), Sample.id(2))
        #expect(
            BrowserSeal.sealed(text, for: "word", id: first) != BrowserSeal.sealed(text, for: "word", id: second))
    }

    @Test(arguments: [0, 11, 12, 27, 28, 43]) func whatIsAlteredIsNotOpened(_ place: Int) {
        var sealed = BrowserSeal.sealed(text, for: "word", id: Sample.id(1))
        sealed[place] ^= 1
        #expect(BrowserSeal.opened(sealed, by: "word") == nil)
        #expect(BrowserSeal.opened(Array(sealed.prefix(place)), by: "word") == nil)
    }
}
