import BerthDocument
import Testing

@testable import BerthIdentity

@Suite struct ProviderDocumentTests {
    private static let settings = IssuerSettings(url: "https://a.example/x", audience: "me")
    private static let good: DocumentMembers = [
        "issuer": "https://a.example/x", "jwks_uri": "https://b.example/keys",
        "token_endpoint": "https://a.example/token",
    ]

    private func read(_ changes: [String: Document?]) throws -> ProviderDocument {
        var members = Self.good
        for (name, value) in changes { members[name] = value }
        return try ProviderDocument(reading: .map(members), of: Self.settings)
    }

    @Test func whatAnIssuerSaysOfItself() throws {
        let provider = try read(["end_session_endpoint": "https://a.example/end"])
        #expect(provider.keys == "https://b.example/keys")
        #expect(provider.token == "https://a.example/token")
        #expect(provider.deviceAuthorization == nil)
        #expect(provider.endSession == "https://a.example/end")
        #expect(provider.takesSecretInHeader)
        let methods: Document = ["client_secret_post"]
        let other = try read(["token_endpoint_auth_methods_supported": methods])
        #expect(!other.takesSecretInHeader)
    }

    @Test(arguments: ["https://a.example/x", "https://a.example/x/"])
    func whereItSaysThat(_ url: String) {
        #expect(ProviderDocument.address(of: url) == "https://a.example/x/.well-known/openid-configuration")
    }

    @Test(
        arguments: [
            (
                ["issuer": nil], .brokenReply,
                "What https://a.example/x says of itself does not name the issuer; is it an OpenID provider?"
            ),
            (
                ["issuer": "https://a.example/x/"], .badIssuer,
                "https://a.example/x calls itself https://a.example/x/; write that, if it is the one you mean."
            ),
            (["jwks_uri": nil], .brokenReply, "https://a.example/x does not say where its keys are (jwks_uri)."),
            (
                ["jwks_uri": "http://b.example/keys"], .badIssuer,
                "http://b.example/keys has no TLS: whoever stands between could be anybody. Write "
                    + "https://, or allow it "
                    + "with plainHTTP: true."
            ),
            (
                ["token_endpoint": "file:///etc/passwd"], .badIssuer,
                "\"file:///etc/passwd\" is not a URL that https://a.example/x may lead to "
                    + "(token_endpoint): write https:// "
                    + "and a name, without a user, # and quotes."
            ),
        ] as [([String: Document?], IdentityError.Code, String)])
    func whatIsRefused(_ changes: [String: Document?], _ code: IdentityError.Code, _ message: String) async {
        await refused(code, message) { _ = try read(changes) }
    }
}
