import BerthDocument

/// The keys of an issuer. Source: RFC 7517 §5.
struct KeySet: Sendable {
    /// More keys than an issuer has while it changes them.
    static let largestCount = 64

    private(set) var keys: [SigningKey] = []

    init() {}

    /// - Throws: `brokenReply`, `tooLarge`; keys that are for something else are left out.
    init(reading document: Document, of issuer: String) throws(IdentityError) {
        guard case .list(let items) = document["keys"] else {
            throw IdentityError(.brokenReply, "The keys of \(issuer) are not the list that JSON Web Keys come in.")
        }
        if items.count > Self.largestCount {
            throw IdentityError(
                .tooLarge, "\(issuer) has \(items.count) keys, and \(Self.largestCount) are the most that are read.")
        }
        keys = items.compactMap { SigningKey($0) }
        if keys.isEmpty {
            throw IdentityError(
                .brokenReply, "Among the keys of \(issuer) is none for RS256 of 2048 bits or more, or for ES256.")
        }
    }

    /// Those that may have signed a token; one without the name of its key may be signed by any of its algorithm.
    func candidates(for token: JSONWebToken) -> [SigningKey] {
        keys.filter { key in
            key.algorithm == token.algorithm
                && (token.keyIdentifier == nil || key.identifier == token.keyIdentifier)
        }
    }
}
