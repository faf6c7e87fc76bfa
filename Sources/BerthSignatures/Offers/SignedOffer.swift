package import BerthDocument
import BerthModel

/// A statement with its signature, as a file holds it: a JWS in its flattened form. Source: RFC 7515, section 7.2.2.
package struct SignedOffer: Sendable, Hashable {
    /// Media type of the file.
    package static let mediaType = "application/jose+json"
    /// Bytes of a file that may be one.
    package static let largestBytes = 1 << 20

    /// The name of the key that signed.
    package let key: String
    /// What is said, whether it is true or not: only `check` tells.
    package let statement: OfferStatement
    private let header: String
    private let payload: String
    private let signature: [UInt8]

    /// Signs.
    ///
    /// - Throws: `notWritable`.
    package init(_ statement: OfferStatement, by keys: KeyRing) throws(SignatureError) {
        key = keys.current.name
        self.statement = statement
        header = Base64URL.encoded(
            try CanonicalJSON.bytes(["alg": "EdDSA", "kid": .text(key), "typ": .text(Self.type)]))
        payload = Base64URL.encoded(try CanonicalJSON.bytes(statement.document(for: .json)))
        signature = keys.signature(of: Self.signed(header, payload))
    }

    private static let type = "berth-offer+json"

    private static func signed(_ header: String, _ payload: String) -> [UInt8] { Array("\(header).\(payload)".utf8) }

    /// Reads a file; nothing is checked yet.
    ///
    /// - Throws: `notSigned`.
    package init(reading bytes: [UInt8]) throws(SignatureError) {
        guard let document = Self.document(bytes), let header = document["protected"]?.text,
            let payload = document["payload"]?.text, let signature = document["signature"]?.text
        else {
            throw Self.none("it has not the members payload, protected and signature")
        }
        guard let named = Base64URL.decoded(header).flatMap(Self.document), let key = named["kid"]?.text else {
            throw Self.none("its header cannot be read")
        }
        guard named["alg"]?.text == "EdDSA", named["typ"]?.text == Self.type, named["crit"] == nil,
            document["header"] == nil
        else { throw Self.none("it is signed in a way that is not known here") }
        guard let signature = Base64URL.decoded(signature),
            let said = Base64URL.decoded(payload).flatMap(Self.document)
        else { throw Self.none("its payload or its signature cannot be read") }
        let (statement, problems) = OfferStatement.reading(said, from: .json)
        if let problem = problems.first(where: { $0.gravity != .unused }) {
            throw Self.none("its payload is none: \(problem.message)")
        }
        guard statement.format == OfferStatement.currentFormat else {
            throw Self.none("it has the form \(statement.format), and \(OfferStatement.currentFormat) is known here")
        }
        guard statement.issued != nil, statement.expires != nil, statement.session != nil else {
            throw Self.none("its payload is none: issued, expires or the offer is missing")
        }
        (self.header, self.payload, self.signature) = (header, payload, signature)
        (self.key, self.statement) = (key, statement)
    }

    private static func document(_ bytes: [UInt8]) -> Document? {
        let limits = DocumentLimits(sizeBytes: largestBytes, textBytes: largestBytes)
        return try? Document.read(bytes, as: .json, limits: limits)
    }

    private static func none(_ why: String) -> SignatureError {
        SignatureError(.notSigned, "This is no signed offer: \(why).")
    }

    /// Whether one of these keys signed exactly this.
    ///
    /// - Throws: `unknownKey`, `altered`.
    package func check(by keys: [PublicKey]) throws(SignatureError) {
        guard let found = keys.first(where: { $0.name == key }) else {
            throw SignatureError(.unknownKey, "The key \(key) that signed it is not known.")
        }
        if !Ed25519.isSignature(signature, of: Self.signed(header, payload), by: found.bytes) {
            throw SignatureError(
                .altered, "The signature does not hold: this is not what the broker signed, something was altered.")
        }
    }

    /// As a file holds it.
    package var document: Document {
        [
            "payload": .text(payload), "protected": .text(header),
            "signature": .text(Base64URL.encoded(signature)),
        ]
    }
}
