import BerthDocument
import BerthModel
import Testing

@testable import BerthIdentity

@Suite struct TokenGrantTests {
    private func read(_ document: Document) throws -> TokenGrant {
        try TokenGrant(reading: document, from: "https://a.example", now: Instant(seconds: 100))
    }

    @Test func whatAnIssuerGives() throws {
        let grant = try read([
            "token_type": "bearer", "access_token": "a", "refresh_token": "r", "id_token": "i", "expires_in": 60,
        ])
        let expected = TokenGrant(
            accessToken: "a", refreshToken: "r", idToken: "i", expires: Instant(seconds: 160))
        #expect(grant == expected)
        let least = try read(["token_type": "Bearer", "access_token": "a"])
        #expect(least == TokenGrant(accessToken: "a"))
        let longest = try read(["token_type": "Bearer", "access_token": "a", "expires_in": 1e300])
        #expect(longest.expires == Instant(seconds: 100 + TokenGrant.longestSeconds))
    }

    @Test(
        arguments: [
            [:], ["access_token": "a"], ["token_type": "DPoP", "access_token": "a"], ["token_type": "bearer"],
            ["token_type": "bearer", "access_token": "a\r\nX: y"], ["token_type": "bearer", "access_token": ""],
        ] as [Document])
    func whatIsNoBearerToken(_ document: Document) async {
        await refused(.brokenReply, "https://a.example gave no bearer token.") { _ = try read(document) }
    }
}
