package import BerthModel

/// One thing that the portal keeps: a draft, an asking, an answer of the catalogue, a sign-in.
package struct PortalRecord: Sendable, Hashable {
    /// What it is; each kind has keys of its own.
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        /// Requests in the making, by identifier.
        case draft
        /// What was asked, by draft and key of the asking.
        case asking
        /// What was asked, promised and got, by identifier of the asking.
        case history
        /// Sessions that were accepted here, by broker and session.
        case run
        /// Refusals that the portal has seen, without who asked.
        case refusal
        /// Answers of catalogues.
        case catalogue
        /// Who is signed in, by the digest of the browser's word.
        case signIn
        /// What a form held that could not be taken, for a day.
        case written
        /// What the portal knows about itself.
        case own
    }

    package var kind: Kind
    package var key: String
    /// The subject whose it is; empty for what is nobody's.
    package var owner: String
    /// 1 at first, and one more with each replacement.
    package var revision: Int64
    /// When it came to be as it is.
    package var at: Instant
    package var body: [UInt8]

    package init(
        _ kind: Kind, key: String, owner: String = "", revision: Int64 = 1, at: Instant, body: [UInt8]
    ) {
        self.kind = kind
        self.key = key
        self.owner = owner
        self.revision = revision
        self.at = at
        self.body = body
    }
}
