import Testing

@testable import BerthIdentity

@Suite struct FormTextTests {
    @Test func fields() {
        #expect(FormText.encoded([("a b", "c&d=é"), ("x", "-._~")]) == "a%20b=c%26d%3D%C3%A9&x=-._~")
        #expect(FormText.encoded("\n") == "%0A")
    }

    @Test func queries() {
        #expect(FormText.url("https://a.example/x", adding: [("a", "b")]) == "https://a.example/x?a=b")
        #expect(FormText.url("https://a.example/x?y=z", adding: [("a", "b")]) == "https://a.example/x?y=z&a=b")
    }
}
