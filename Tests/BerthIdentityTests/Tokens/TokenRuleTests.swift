import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthIdentity

@Suite struct TokenRuleTests {
    private static let now = Instant(seconds: 10_000)
    private static let good: DocumentMembers = [
        "iss": "https://a.example/x", "aud": ["other", "me"], "sub": "7f3c", "exp": 10_001, "iat": 9_000,
        "groups": ["radio", "radio"], "scope": "compute.create",
    ]
    private var rule = TokenRule(issuer: "https://a.example/x", audience: "me")

    private func person(_ changes: [String: Document?]) throws -> KnownPerson {
        var members = Self.good
        for (name, value) in changes { members[name] = value }
        return try rule.person(TokenClaims(members: members), now: Self.now)
    }

    @Test func whoAGoodTokenNames() throws {
        let person = try person(["name": "Ada"])
        #expect(person.identity == Identity(subject: "7f3c@a.example/x", groups: ["radio"]))
        #expect(person.name == "Ada")
        #expect(person.expires == Instant(seconds: 10_001))
    }

    @Test(arguments: [
        ("a b%", "a%20b%25@a.example/x"), ("é\n", "%C3%A9%0A@a.example/x"), ("x@y", "x@y@a.example/x"),
    ])
    func subjectsAreOneWord(_ subject: String, _ name: String) throws {
        #expect(try person(["sub": .text(subject)]).identity.subject == name)
    }

    @Test(
        arguments: [
            (["iss": "https://a.example/x/"], .wrongIssuer, "The token is not from https://a.example/x."),
            (["iss": nil], .wrongIssuer, "The token is not from https://a.example/x."),
            (
                ["aud": "you"], .wrongAudience,
                "The token was made for somebody else; ask https://a.example/x for one with the audience me."
            ),
            (
                ["aud": nil], .wrongAudience,
                "The token was made for somebody else; ask https://a.example/x for one with the audience me."
            ),
            (["exp": nil], .malformed, "The token does not say until when it holds (exp)."),
            (["exp": 9_940], .expired, "The token was good until 1970-01-01T02:45:40Z; get a new one."),
            (["nbf": 10_061], .notYet, "The token is good from 1970-01-01T02:47:41Z on; are the clocks right?"),
            (["iat": 10_061], .notYet, "The token is good from 1970-01-01T02:47:41Z on; are the clocks right?"),
            (["sub": nil], .malformed, "The token names nobody (sub), or with more than 255 bytes."),
            (["sub": ""], .malformed, "The token names nobody (sub), or with more than 255 bytes."),
            (
                ["nonce": "x"], .wrongUse,
                "This is an ID token or a refresh token; send the access token that came with it."
            ),
            (
                ["at_hash": "x"], .wrongUse,
                "This is an ID token or a refresh token; send the access token that came with it."
            ),
            (
                ["typ": "Refresh"], .wrongUse,
                "This is an ID token or a refresh token; send the access token that came with it."
            ),
            (["cnf": ["jkt": "x"]], .wrongUse, "The token is bound to a key, which is not looked at here."),
        ] as [([String: Document?], IdentityError.Code, String)])
    func whatIsRefused(_ changes: [String: Document?], _ code: IdentityError.Code, _ message: String) async {
        await refused(code, message) { _ = try person(changes) }
    }

    @Test func clocksMayBeAMinuteApart() throws {
        _ = try person(["exp": 9_941])
        _ = try person(["nbf": 10_060, "iat": 10_060])
    }

    @Test func aSubjectAtTheLimitAndOneBeyond() async throws {
        let full = String(repeating: "x", count: TokenRule.longestSubjectBytes)
        _ = try person(["sub": .text(full)])
        await refused(.malformed, "The token names nobody (sub), or with more than 255 bytes.") {
            _ = try person(["sub": .text(full + "x")])
        }
    }

    @Test func theScopeThatIsNeeded() async throws {
        var rule = rule
        rule.requiredScope = "compute.create"
        let claims = TokenClaims(members: Self.good)
        _ = try rule.person(claims, now: Self.now)
        rule.requiredScope = "compute"
        let message = "The token does not carry the scope compute; ask https://a.example/x for one that does."
        await refused(.scopeMissing, message) { [rule] in _ = try rule.person(claims, now: Self.now) }
    }

    @Test func groupsOfAnIssuerWithAPrefix() throws {
        var rule = rule
        rule.groupPrefix = "x:"
        #expect(try rule.person(TokenClaims(members: Self.good), now: Self.now).identity.groups == ["x:radio"])
    }

    @Test func anIDTokenBelongsToItsSignIn() async throws {
        var rule = rule
        rule.use = .signIn(nonce: "n")
        var members = Self.good
        members["nonce"] = "n"
        members["at_hash"] = "x"
        members["azp"] = "me"
        _ = try rule.person(TokenClaims(members: members), now: Self.now)
        members["azp"] = "you"
        let others = TokenClaims(members: members)
        await refused(.wrongAudience, "The ID token was made for the program you.") { [rule] in
            _ = try rule.person(others, now: Self.now)
        }
        rule.use = .signIn(nonce: "m")
        await refused(.wrongUse, "The ID token belongs to another sign-in; begin again.") { [rule] in
            _ = try rule.person(others, now: Self.now)
        }
    }
}
