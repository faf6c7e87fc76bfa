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

    @Test(
        arguments: [
            ([], ""), ([0xFB, 0xFF], "-_8"), ([0xFB, 0xFF, 0xFE], "-__-"), ([1], "AQ"), ([1, 2, 3, 4], "AQIDBA"),
        ] as [([UInt8], String)])
    func `bytes that are no text are letters and back`(_ bytes: [UInt8], _ text: String) {
        #expect(Base64URL.encoded(bytes) == text)
        #expect(Base64URL.decoded(text) == bytes)
    }

    @Test(arguments: [
        "A", "AQ==", "+w", "/w", "A Q", "AR", "AQID\n", "Z", "Zg==", "Zh", "Zm9", "Zm+v", "Zm/v", "Zm 9v", "é",
    ])
    func `what nobody writes is not read`(_ text: String) {
        #expect(Base64URL.decoded(text) == nil)
    }
}
