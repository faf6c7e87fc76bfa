package import BerthDocument
import BerthModel

/// A key with which signatures are checked.
package struct PublicKey: Sendable, Hashable {
    package let bytes: [UInt8]
    /// The name by which a signature calls it. Source: RFC 7638.
    package let name: String

    init?(_ bytes: [UInt8]) {
        guard bytes.count == Ed25519.keyBytes else { return nil }
        self.bytes = bytes
        let thumbprint = #"{"crv":"Ed25519","kty":"OKP","x":"\#(Base64URL.encoded(bytes))"}"#
        name = Base64URL.encoded(SHA256.digest(Array(thumbprint.utf8)))
    }

    /// From its text in a list of keys; nil for what is none.
    package init?(text: some StringProtocol) {
        guard let bytes = Base64URL.decoded(text) else { return nil }
        self.init(bytes)
    }

    /// As a list of keys writes it.
    package var text: String { Base64URL.encoded(bytes) }

    /// A key of a JWK Set. Source: RFC 8037, section 2.
    package var document: Document {
        [
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": .text(name), "x": .text(text),
        ]
    }

    /// The keys of a JWK Set that are of this kind; others are passed over.
    ///
    /// - Throws: `badKeys` where there is none.
    package static func keys(in document: Document) throws(SignatureError) -> [PublicKey] {
        var found: [PublicKey] = []
        let all: [Document] = if case .list(let keys)? = document["keys"] { keys } else { [document] }
        for key in all where key["kty"]?.text == "OKP" && key["crv"]?.text == "Ed25519" {
            if let key = PublicKey(text: key["x"]?.text ?? "") { found.append(key) }
        }
        if found.isEmpty {
            throw SignatureError(.badKeys, "There is no Ed25519 key in it, as GET /keys of a broker answers them.")
        }
        return found
    }
}
