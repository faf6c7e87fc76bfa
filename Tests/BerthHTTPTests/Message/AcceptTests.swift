import Testing

@testable import BerthHTTP

@Suite struct AcceptTests {
    private static let json = MediaType("application", "json")
    private static let yaml = MediaType("application", "yaml")
    private static let html = MediaType("text", "html", ["level": "1"])

    @Test(
        arguments: [
            (nil, "application/json"), ("", "application/json"), ("*/*", "application/json"), ("*", "application/json"),
            ("application/yaml", "application/yaml"), ("application/*", "application/json"),
            ("application/yaml, application/json;q=0.9", "application/yaml"),
            ("application/json;q=0.1, application/yaml;q=0.2", "application/yaml"),
            ("*/*;q=0.5, application/json;q=0.1", "application/yaml"),
            ("application/json;q=0, */*", "application/yaml"),
            ("text/*", "text/html; level=1"), ("text/html;level=1", "text/html; level=1"), ("text/html;level=2", nil),
            ("image/png", nil), ("application/json;q=0", nil), ("APPLICATION/YAML;Q=1.0", "application/yaml"),
            ("application/json;charset=utf-8", "application/json"),
            ("application/json;q=2, text/*", "text/html; level=1"),
            (",,;,", "application/json"), ("application/json;q=", "application/json"), ("\"", nil),
        ] as [(String?, String?)]) func theBestOfThree(accept: String?, best: String?)
    {
        var headers = HTTPHeaders()
        headers["Accept"] = accept
        #expect(Accept.best(of: [Self.json, Self.yaml, Self.html], headers)?.description == best)
    }

    @Test func severalFieldsAreOneList() {
        var headers = HTTPHeaders()
        headers.add("Accept", "application/json;q=0.3")
        headers.add("accept", "application/yaml;q=0.4")
        #expect(Accept.best(of: [Self.json, Self.yaml], headers) == Self.yaml)
    }

    @Test func membersKeepTheirOrderAndParameters() {
        let members = Accept.members(["Accept": "A/B;x=\"1;2\" ; Q=0.25;after=1, c/d"], "Accept")
        #expect(
            members == [
                Accept.Member(value: "a/b", parameters: ["x": "1;2"], weight: 250),
                Accept.Member(value: "c/d", parameters: [:], weight: 1_000),
            ])
    }

    @Test(
        arguments: [
            ("0", 0), ("1", 1_000), ("0.5", 500), ("0.", 0), ("1.", 1_000), ("0.001", 1), ("0.123", 123),
            ("1.000", 1_000),
            ("1.001", nil), ("2", nil), ("", nil), (".5", nil), ("0.1234", nil), ("-1", nil), ("0,5", nil),
            ("0.5a", nil),
            ("١", nil),
        ] as [(String, Int?)]) func weights(text: String, weight: Int?)
    {
        #expect(Accept.weight(text) == weight)
    }

    @Test(arguments: [
        ("gzip", true), ("x-gzip", true), ("GZIP", true), ("*", true), ("gzip;q=0", false), ("*;q=0", false),
        ("identity", false), ("br, gzip;q=0.1", true), ("gzip;q=0, *", false), ("", false),
    ]) func codings(text: String, takes: Bool) {
        #expect(Accept.takes(coding: "gzip", ["Accept-Encoding": text]) == takes)
        #expect(!Accept.takes(coding: "gzip", [:]))
    }
}
