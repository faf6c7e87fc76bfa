import BerthDocument
import BerthModel
import Testing

@testable import BerthIdentity

@Suite struct TrustedIssuersTests {
    private func issuers(_ urls: String..., keeping old: TrustedIssuers = .nobody) throws -> TrustedIssuers {
        try TrustedIssuers(urls.map { IssuerSettings(url: $0, audience: "me") }, keeping: old) { Instant(seconds: 0) }
    }

    @Test func theIssuerThatATokenNames() async throws {
        let known = try issuers("https://a.example", "https://b.example")
        #expect(
            try known.issuer(of: TestKey.rsa.token(["iss": "https://b.example"])).settings.url == "https://b.example")
        await refused(.wrongIssuer, "The token is from an issuer that is not trusted here.") {
            _ = try known.issuer(of: TestKey.rsa.token(["iss": "https://b.example/"]))
        }
        #expect(TrustedIssuers.nobody.isEmpty && !known.isEmpty)
    }

    @Test func twoThatGiveOneName() async {
        let message = "https://127.0.0.1 and http://127.0.0.1 are one issuer to this service; write it once."
        await refused(.badIssuer, message) { _ = try issuers("https://127.0.0.1", "http://127.0.0.1") }
    }

    /// Who takes up a configuration anew does not lose the keys of issuers that are as they were.
    @Test func thoseThatStayAreKept() throws {
        let old = try issuers("https://a.example", "https://b.example")
        let new = try issuers("https://b.example", "https://c.example", keeping: old)
        #expect(new.all[0] === old.all[1])
        var changed = IssuerSettings(url: "https://b.example", audience: "me")
        changed.groupPrefix = "b:"
        let others = try TrustedIssuers([changed], keeping: old) { Instant(seconds: 0) }
        #expect(others.all[0] !== old.all[1])
    }
}
