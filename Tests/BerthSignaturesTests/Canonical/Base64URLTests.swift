import Testing

@testable import BerthSignatures

@Suite struct Base64URLTests {
    @Test(arguments: [
        ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("<<???>>", "PDw_Pz8-Pg"),
    ])
    func `bytes are letters and back`(_ text: String, _ letters: String) {
        #expect(Base64URL.encoded(Array(text.utf8)) == letters)
        #expect(Base64URL.decoded(letters) == Array(text.utf8))
    }

    @Test(arguments: ["Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "é"])
    func `what nobody writes is not read`(_ text: String) {
        #expect(Base64URL.decoded(text) == nil)
    }
}
