import Testing

@testable import BerthIdentity

@Suite struct IssuerSettingsTests {
    @Test(arguments: [
        "https://login.example.org", "https://login.example.org/realms/a", "http://127.0.0.1:80/x", "http://[::1]:9",
        "http://localhost:8080/auth", "http://a.localhost",
    ])
    func whatMayBeAnIssuer(_ url: String) throws {
        try IssuerSettings(url: url, audience: "me").check()
    }

    @Test(arguments: [
        "", "login.example.org", "ftp://a.example", "https://u:p@a.example", "https://a.example/#x",
        "https://a.example/\"", "https://a b",
    ])
    func whatIsNoURL(_ url: String) async {
        let message =
            "\"\(url)\" is not the URL of an issuer: write https:// and a name, without a user, # and quotes."
        await refused(.badIssuer, message) { try IssuerSettings(url: url, audience: "me").check() }
    }

    @Test func plainHTTPHasToBeAllowed() async throws {
        var settings = IssuerSettings(url: "http://login.example.org", audience: "me")
        let message =
            "http://login.example.org has no TLS: whoever stands between could be anybody. Write https://, or allow it "
            + "with plainHTTP: true."
        await refused(.badIssuer, message) { [settings] in try settings.check() }
        settings.allowsPlainHTTP = true
        try settings.check()
    }

    @Test func whatElseIsWrong() async {
        var settings = IssuerSettings(url: "https://a.example?x", audience: "me")
        await refused(.badIssuer, "\"https://a.example?x\" has a query; the URL of an issuer has none.") { [settings] in
            try settings.check()
        }
        settings = IssuerSettings(url: "https://a.example", audience: "")
        let message =
            "The audience of https://a.example is missing; it says which tokens are for this service and not for "
            + "others."
        await refused(.badIssuer, message) { [settings] in try settings.check() }
        settings.audience = "me"
        settings.requiredScope = "a b"
        await refused(.badIssuer, "The scope that https://a.example has to give must be one word.") { [settings] in
            try settings.check()
        }
        settings.requiredScope = nil
        settings.groupsClaim = ""
        let claim = "The claim with the groups of https://a.example has no name; leave it out."
        await refused(.badIssuer, claim) { [settings] in try settings.check() }
    }

    @Test func aURLAtTheLimitAndOneBeyond() throws {
        let full = "https://a.example/" + String(repeating: "x", count: IssuerSettings.longestURL - 18)
        try IssuerSettings(url: full, audience: "me").check()
        #expect(throws: IdentityError.self) { try IssuerSettings(url: full + "x", audience: "me").check() }
    }

    @Test func namesOfIssuers() {
        #expect(IssuerSettings.name(of: "https://a.example/b/c") == "a.example/b/c")
    }
}
