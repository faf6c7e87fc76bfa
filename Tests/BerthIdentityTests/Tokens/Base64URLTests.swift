import Testing

@testable import BerthIdentity

@Suite struct Base64URLTests {
    @Test(
        arguments: [
            ([], ""), ([0xFB, 0xFF], "-_8"), ([0xFB, 0xFF, 0xFE], "-__-"), ([1], "AQ"), ([1, 2, 3, 4], "AQIDBA"),
        ] as [([UInt8], String)])
    func bytesAsLettersAndBack(_ bytes: [UInt8], _ text: String) {
        #expect(Base64URL.encoded(bytes) == text)
        #expect(Base64URL.decoded(text) == bytes)
    }

    @Test(arguments: ["A", "AQ==", "+w", "/w", "A Q", "AR", "é", "AQID\n"])
    func whatIsNot(_ text: String) {
        #expect(Base64URL.decoded(text) == nil)
    }
}
