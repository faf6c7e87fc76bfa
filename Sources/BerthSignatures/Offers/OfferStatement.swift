package import BerthDocument
package import BerthModel

/// What a broker signs: this offer it made, for this question, and holds it until then.
package struct OfferStatement: Shaped, Equatable {
    /// The number of this form.
    package var format: Int64 = 0
    /// The identifier of the broker.
    package var broker = ""
    /// Where it can be accepted.
    package var url = ""
    package var platform = ""
    /// `sha256:` and the digest of the question, in hexadecimal digits; none for an offer whose question is not known.
    package var question: String?
    package var issued: Instant?
    package var expires: Instant?
    /// The offer as the broker keeps it, without what depends on who reads it.
    package var offer: Document?

    /// The form that is known here.
    package static let currentFormat: Int64 = 1

    package init() {}

    package static let shape = Shape<OfferStatement>(
        "OfferStatement", "What a broker signs.",
        [
            Field("format", \.format, "Number of this form."),
            Field("broker", \.broker, "The identifier of the broker."),
            Field("url", \.url, "Where the offer can be accepted."),
            Field("platform", \.platform, "Whose offer it is."),
            Field("question", \.question, "Digest of the question."),
            Field("issued", \.issued, "When it was signed."),
            Field("expires", \.expires, "Until when it is held."),
            Field("offer", \.offer, "The offer."),
        ])

    /// The digest of a question: of the request as it is read, in canonical JSON. Members that are not known are not
    /// part of it.
    ///
    /// - Throws: `notWritable`.
    package static func digest(of request: ExecutionRequest) throws(SignatureError) -> String {
        "sha256:" + SHA256.hex(SHA256.digest(try CanonicalJSON.bytes(request.document(for: .json))))
    }

    /// The identifier of the offer.
    package var session: UUID? { offer?["meta"]?["uuid"]?.text.flatMap { UUID($0) } }
}
