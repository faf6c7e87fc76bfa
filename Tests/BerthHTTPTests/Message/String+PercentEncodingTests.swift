import Testing

@testable import BerthHTTP

struct StringPercentEncodingTests {
    @Test(arguments: [
        ("", ""), ("azAZ09-._~", "azAZ09-._~"), ("a b/ü~1", "a%20b%2F%C3%BC~1"), ("\n%&=+", "%0A%25%26%3D%2B"),
    ])
    func whatIsNoLetterIsEscaped(_ text: String, _ escaped: String) {
        #expect(text.percentEncoded == escaped)
    }
}
