import BerthDocument
import Testing

@testable import BerthSignatures

@Suite struct PublicKeyTests {
    /// Source: RFC 8037, appendix A.
    static let text = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"

    @Test func `the name is that of the standard`() throws {
        let key = try #require(PublicKey(text: Self.text))
        #expect(key.name == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k")
        #expect(key.text == Self.text)
        #expect(PublicKey(text: "AAAA") == nil)
    }

    @Test func `keys of other kinds are passed over`() throws {
        let set: Document = [
            "keys": [
                ["kty": "RSA", "n": "x"], ["kty": "OKP", "crv": "X25519", "x": .text(Self.text)],
                ["kty": "OKP", "crv": "Ed25519", "x": "short"],
                ["kty": "OKP", "crv": "Ed25519", "x": .text(Self.text)],
            ]
        ]
        #expect(try PublicKey.keys(in: set).map(\.text) == [Self.text])
        // A key by itself.
        #expect(try PublicKey.keys(in: PublicKey.keys(in: set)[0].document).count == 1)
        let error = SignatureError(
            .badKeys, "There is no Ed25519 key in it, as GET /keys of a broker answers them.")
        #expect(throws: error) { try PublicKey.keys(in: ["keys": []]) }
        #expect(throws: error) { try PublicKey.keys(in: "x") }
    }
}
