import BerthHTTP
import Testing

@testable import BerthService

@Suite struct BrowserGuardTests {
    private let browserGuard = BrowserGuard(publicURL: "https://Berth.Example.org:8470/x", hosts: ["other.example.org"])

    private func kind(_ method: HTTPMethod, _ fields: HTTPHeaders) -> ProblemKind? {
        do throws(Refusal) {
            try browserGuard.check(HTTPRequest(method: method, target: RequestTarget(segments: []), headers: fields))
            return nil
        } catch {
            return error.kind
        }
    }

    @Test(arguments: [
        "berth.example.org", "BERTH.example.org:8470", "other.example.org", "localhost", "localhost:80", "a.localhost",
        "127.0.0.1", "127.0.0.1:8470", "[::1]", "[::1]:8470", "192.168.1.4", "berth.example.org.",
    ])
    func ourNamesAreKnown(_ host: String) { #expect(kind(.get, ["Host": host]) == nil) }

    @Test(arguments: [
        "evil.example.com", "evil.example.com:8470", "berth.example.org.evil.com", "localhost.evil.com", "", "::1x",
    ])
    func otherNamesAreNot(_ host: String) {
        #expect(kind(.get, ["Host": host]) == .misdirected)
        #expect(kind(.post, ["Host": host]) == .misdirected)
    }

    @Test func whoNamesNoHostIsNoBrowser() { #expect(kind(.get, [:]) == nil) }

    @Test(
        arguments: [
            ["Origin": "https://berth.example.org:8470"], ["Origin": "http://127.0.0.1:8470"],
            ["Sec-Fetch-Site": "same-origin"], ["Sec-Fetch-Site": "none"], [:],
        ] as [HTTPHeaders])
    func aPageOfOursMayPost(_ fields: HTTPHeaders) {
        var fields = fields
        fields["Host"] = "127.0.0.1:8470"
        #expect(kind(.post, fields) == nil)
    }

    @Test(
        arguments: [
            ["Origin": "https://evil.example.com"], ["Origin": "null"], ["Origin": "http://127.0.0.1:9999"],
            ["Origin": "http://localhost:8470"], ["Sec-Fetch-Site": "cross-site"], ["Sec-Fetch-Site": "same-site"],
            ["Origin": "ftp://127.0.0.1:8470"], ["Origin": ""],
        ] as [HTTPHeaders])
    func aPageOfOthersMayNot(_ fields: HTTPHeaders) {
        var fields = fields
        fields["Host"] = "127.0.0.1:8470"
        #expect(kind(.post, fields) == .notAllowed)
        // What it reads, the browser does not hand to it.
        #expect(kind(.get, fields) == nil)
    }
}
