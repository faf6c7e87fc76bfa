import Testing

@testable import BerthHTTP

@Suite struct MediaTypeTests {
    @Test(arguments: [
        ("application/json", "application/json"), ("Application/JSON", "application/json"),
        ("text/plain; charset=utf-8", "text/plain; charset=utf-8"),
        ("text/plain;CHARSET=\"UTF-8\"", "text/plain; charset=UTF-8"),
        ("a/b ; y=2;x=1", "a/b; x=1; y=2"), (" a/b ", "a/b"), ("a/b;", "a/b"), ("a/b;;x=1", "a/b; x=1"),
        ("a/b;x=\"1;\\\"2\"", "a/b; x=\"1;\\\"2\""), ("a/b;x=\"\"", "a/b; x=\"\""),
    ]) func reads(text: String, description: String) throws {
        let type = try #require(MediaType(reading: text))
        #expect(type.description == description)
        #expect(MediaType(reading: type.description) == type)
    }

    @Test(arguments: [
        "", "json", "/", "a/", "/b", "a/b/c", "a b/c", "a/b;x", "a/b;=1", "a/b;x=1;X=2", "a/b, c/d", "a\0/b", "é/b",
        ";a/b",
    ]) func refuses(text: String) { #expect(MediaType(reading: text) == nil) }

    @Test(
        arguments: [
            ("application/problem+json", "json"), ("a/b+c+d", "d"), ("a/b", nil), ("a/b+", ""),
        ] as [(String, String?)]) func suffixes(text: String, suffix: String?) throws
    {
        #expect(try #require(MediaType(reading: text)).suffix == suffix)
    }

    @Test func essenceHasNoParameters() { #expect(MediaType("a", "b", ["c": "d"]).essence == "a/b") }
}
