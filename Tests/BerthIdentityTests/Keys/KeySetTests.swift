import BerthDocument
import Testing

@testable import BerthIdentity

@Suite struct KeySetTests {
    private static let both: Document = [
        "keys": [TestKey.rsa.published(), ["kty": "oct"], TestKey.curve.published(), TestKey.otherRSA.published()]
    ]

    private func candidates(_ token: String) throws -> [String?] {
        let keys = try KeySet(reading: Self.both, of: "https://a.example")
        return keys.candidates(for: try JSONWebToken(reading: token)).map(\.identifier)
    }

    @Test func theKeyThatATokenNames() throws {
        #expect(try candidates(TestKey.otherRSA.token([:])) == ["rsa-2"])
        #expect(try candidates(TestKey.curve.token([:])) == ["curve-1"])
    }

    @Test func everyKeyOfTheAlgorithmWhenItNamesNone() throws {
        #expect(try candidates(TestKey.rsa.token([:], header: ["kid": ""])) == ["rsa-1", "rsa-2"])
    }

    /// A key is for one algorithm: a token that names the key of another is not looked at with it.
    @Test func noKeyOfAnotherAlgorithm() throws {
        #expect(try candidates(TestKey.rsa.token([:], header: ["kid": "curve-1"])) == [])
        #expect(try candidates(TestKey.curve.token([:], header: ["kid": "rsa-1"])) == [])
    }

    @Test func whatIsNoListOfKeys() async {
        await refused(.brokenReply, "The keys of https://a.example are not the list that JSON Web Keys come in.") {
            _ = try KeySet(reading: ["keys": [:]], of: "https://a.example")
        }
        let none = "Among the keys of https://a.example is none for RS256 of 2048 bits or more, or for ES256."
        await refused(.brokenReply, none) {
            _ = try KeySet(reading: ["keys": [["kty": "oct"]]], of: "https://a.example")
        }
    }

    @Test func asManyKeysAsAreReadAndOneMore() async throws {
        let key = TestKey.curve.published()
        let full = [Document](repeating: key, count: KeySet.largestCount)
        #expect(try KeySet(reading: ["keys": .list(full)], of: "x").keys.count == 64)
        await refused(.tooLarge, "x has 65 keys, and 64 are the most that are read.") {
            _ = try KeySet(reading: ["keys": .list(full + [key])], of: "x")
        }
    }
}
