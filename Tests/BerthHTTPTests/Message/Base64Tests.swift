import Testing

@testable import BerthHTTP

struct Base64Tests {
    /// Source: RFC 4648 §10.
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func vectors(text: String, letters: String) {
        #expect(Base64.encoded(Array(text.utf8)) == letters)
        #expect(Base64.decoded(letters) == Array(text.utf8))
        #expect(Base64.encodedCount(text.utf8.count) == letters.utf8.count)
    }

    @Test func everyByteComesBack() {
        let bytes = (0...255).map { UInt8($0) }
        #expect(Base64.decoded(Base64.encoded(bytes)) == bytes)
    }

    @Test(arguments: ["Z", "Zg", "Zg=", "Zh==", "Zm9=", "A===", "Zm9v\n", "Zm-v", "===="])
    func whatIsNoBase64(text: String) {
        #expect(Base64.decoded(text) == nil)
    }
}
