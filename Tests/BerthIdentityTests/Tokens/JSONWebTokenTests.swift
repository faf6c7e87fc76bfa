import BerthDocument
import BerthSignatures
import Testing

@testable import BerthIdentity

@Suite struct JSONWebTokenTests {
    @Test func whatATokenSaysOfItself() throws {
        let token = try JSONWebToken(reading: TestKey.rsa.token(["iss": "https://a.example", "sub": "x"]))
        #expect(token.algorithm == .rs256)
        #expect(token.keyIdentifier == "rsa-1")
        #expect(token.claims.issuer == "https://a.example")
    }

    @Test(arguments: ["JWT", "at+jwt", "application/at+jwt", ""])
    func typesOfTokens(_ type: String) throws {
        _ = try JSONWebToken(reading: TestKey.curve.token([:], header: ["typ": type]))
    }

    @Test(arguments: ["logout+jwt", "dpop+jwt", "secevent+jwt", "JWE"])
    func typesOfOtherThings(_ type: String) async {
        await refused(.wrongUse, "The token is of another type than JWT and at+jwt.") {
            _ = try JSONWebToken(reading: TestKey.curve.token([:], header: ["typ": type]))
        }
    }

    /// Nobody gets in by naming an algorithm. Source: RFC 8725 §2.1.
    @Test(arguments: ["none", "None", "NONE", "HS256", "HS512", "RS384", "RS1", "PS256", "ES384", "EdDSA", "rs256", ""])
    func otherAlgorithmsAreNotTaken(_ name: String) async {
        await refused(.wrongAlgorithm, "The token is not signed with RS256 or ES256; others are not taken.") {
            _ = try JSONWebToken(reading: unsigned(#"{"alg":"\#(name)"}"#, "{}", "c2ln"))
        }
    }

    @Test(arguments: [
        ("", "it is not three parts of base64url with dots between them"),
        ("a.b", "it is not three parts of base64url with dots between them"),
        ("a.b.c.d", "it is not three parts of base64url with dots between them"),
        ("..", "it is not three parts of base64url with dots between them"),
        ("e30=.e30.x", "it is not three parts of base64url with dots between them"),
        (unsigned("[]", "{}"), "its header is no JSON object that can be read"),
        (unsigned("{", "{}"), "its header is no JSON object that can be read"),
        // Two readers would see two algorithms.
        (unsigned(#"{"alg":"RS256","alg":"none"}"#, "{}"), "its header is no JSON object that can be read"),
        (unsigned("{}", "{}"), "its header names no algorithm"),
        (unsigned(#"{"alg":1}"#, "{}"), "its header names no algorithm"),
        (unsigned(#"{"alg":"RS256","kid":1}"#, "{}"), "the name of its key is no text"),
        (unsigned(#"{"alg":"RS256"}"#, "[]"), "its claims are no JSON object that can be read"),
        (unsigned(#"{"alg":"RS256"}"#, #"{"sub":"a","sub":"b"}"#), "its claims are no JSON object that can be read"),
    ])
    func whatIsNoToken(_ text: String, _ why: String) async {
        await refused(.malformed, "The token is not a JSON Web Token: \(why).") { _ = try JSONWebToken(reading: text) }
    }

    @Test func whatItWantsToBeUnderstood() async {
        await refused(.wrongUse, "The token wants to be understood in a way that is not known here (crit).") {
            _ = try JSONWebToken(reading: unsigned(#"{"alg":"RS256","crit":["b64"],"b64":false}"#, "{}"))
        }
    }

    @Test func aTokenAtTheLimitAndOneBeyond() async throws {
        let head = Base64URL.encoded(Array(#"{"alg":"RS256"}"#.utf8)) + ".e30."
        let full = head + String(repeating: "A", count: JSONWebToken.largestBytes - head.utf8.count)
        _ = try JSONWebToken(reading: full)
        await refused(.tooLarge, "The token has more than 16384 bytes, the most that are read.") {
            _ = try JSONWebToken(reading: full + "A")
        }
    }

    @Test func whatMayBeAToken() {
        #expect(JSONWebToken.isLike("a.b.c"))
        #expect(!JSONWebToken.isLike("secret"))
    }
}
