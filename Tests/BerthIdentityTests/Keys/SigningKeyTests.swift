import BerthDocument
import BerthSignatures
import CLibCJose
import Testing

@testable import BerthIdentity

@Suite struct SigningKeyTests {
    private static let claims: Document = ["iss": "https://a.example", "exp": 1]

    private func token(_ text: String) throws -> JSONWebToken { try JSONWebToken(reading: text) }

    @Test(arguments: [TestKey.rsa, .curve])
    func aKeyKnowsWhatItHasSigned(_ key: TestKey) throws {
        let known = try #require(SigningKey(key.published()))
        #expect(known.identifier == key.name)
        #expect(known.algorithm.rawValue == key.algorithm)
        #expect(known.hasSigned(try token(key.token(Self.claims))))
    }

    @Test func itKnowsNoTokenOfAnotherKey() throws {
        let known = try #require(SigningKey(TestKey.rsa.published()))
        #expect(!known.hasSigned(try token(TestKey.otherRSA.token(Self.claims, header: ["kid": "rsa-1"]))))
        let curve = try #require(SigningKey(TestKey.curve.published()))
        let other = TestKey("curve-1", .es256)
        #expect(!curve.hasSigned(try token(other.token(Self.claims))))
    }

    /// Every single bit of the claims and of the signature counts.
    @Test(arguments: [TestKey.rsa, .curve])
    func anAlteredTokenIsNotSigned(_ key: TestKey) throws {
        let known = try #require(SigningKey(key.published()))
        let parts = key.token(Self.claims).split(separator: ".").map(String.init)
        let claims = Array(#"{"iss":"https://a.example","exp":2}"#.utf8)
        #expect(!known.hasSigned(try token("\(parts[0]).\(Base64URL.encoded(claims)).\(parts[2])")))
        let signature = try #require(Base64URL.decoded(parts[2]))
        for place in [0, signature.count / 2, signature.count - 1] {
            var altered = signature
            altered[place] ^= 1
            #expect(!known.hasSigned(try token("\(parts[0]).\(parts[1]).\(Base64URL.encoded(altered))")))
        }
        for count in [0, 1, signature.count - 1] {
            let cut = Base64URL.encoded(Array(signature[..<count]))
            #expect(!known.hasSigned(try token("\(parts[0]).\(parts[1]).\(cut)")))
        }
        let long = Base64URL.encoded(signature + [0])
        #expect(!known.hasSigned(try token("\(parts[0]).\(parts[1]).\(long)")))
    }

    @Test func theSignatureOfAllZerosIsNone() throws {
        let known = try #require(SigningKey(TestKey.curve.published()))
        let parts = TestKey.curve.token(Self.claims).split(separator: ".")
        let zeros = Base64URL.encoded([UInt8](repeating: 0, count: 64))
        #expect(!known.hasSigned(try token("\(parts[0]).\(parts[1]).\(zeros)")))
    }

    @Test func keysForSomethingElseAreNone() throws {
        let rsa = TestKey.rsa
        #expect(SigningKey(rsa.published(["use": "sig", "alg": "RS256", "key_ops": ["verify"]])) != nil)
        #expect(SigningKey(rsa.published(["use": "enc"])) == nil)
        #expect(SigningKey(rsa.published(["key_ops": ["encrypt"]])) == nil)
        #expect(SigningKey(rsa.published(["alg": "RS512"])) == nil)
        #expect(SigningKey(rsa.published(["alg": "PS256"])) == nil)
        #expect(SigningKey(rsa.published(["n": 1])) == nil)
        #expect(SigningKey(rsa.published(["n": "*"])) == nil)
        #expect(SigningKey(["kty": "oct", "k": "c2VjcmV0", "alg": "HS256"]) == nil)
        #expect(SigningKey([:]) == nil)
    }

    @Test func weakAndStrangeKeysAreNone() {
        #expect(SigningKey(TestKey("weak", .rs256, bits: 1024).published()) == nil)
        #expect(SigningKey(TestKey("long", .es256, curve: CJOSE_JWK_EC_P_384).published()) == nil)
        // A point that is not on the curve.
        #expect(SigningKey(TestKey.curve.published(["y": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"])) == nil)
    }

    @Test func whatIsPrivateInAKeyIsNotLookedAt() throws {
        var published = TestKey.rsa.published(isPrivate: true)
        #expect(published["d"] != nil)
        published.set("*", at: ["d"])
        #expect(SigningKey(published) != nil)
    }
}
