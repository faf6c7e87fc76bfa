/// Why somebody is not known by a token, or could not sign in. No token and no secret stands in it.
package struct IdentityError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// What is said of an issuer cannot be meant, or the issuer calls itself something else.
        case badIssuer
        /// The issuer does not answer, and its keys are not known or too old.
        case unreachable
        /// What came back is not what an issuer answers.
        case brokenReply
        /// The text is not a signed token.
        case malformed
        /// The token, or what is in it, is larger than what is read.
        case tooLarge
        /// The token is signed in a way that is not taken: only RS256 and ES256 are.
        case wrongAlgorithm
        /// The issuer has no such key.
        case unknownKey
        /// The signature is not that of the issuer.
        case wrongSignature
        /// The issuer of the token is another one.
        case wrongIssuer
        /// The token was made for somebody else.
        case wrongAudience
        /// The token is for something else than calls: an ID token, a refresh token, one that is bound to a key.
        case wrongUse
        /// The time of the token is over.
        case expired
        /// The time of the token has not come.
        case notYet
        /// The token does not carry the scope that is needed.
        case scopeMissing
        /// The issuer has no such way to sign in.
        case notOffered
        /// The person, or the issuer, said no.
        case denied
        /// Nobody confirmed in time.
        case tooLate
        /// What kept somebody signed in is over.
        case signInAgain
    }

    package var code: Code
    /// What is wrong and what would be right, in one sentence or two.
    package var message: String
    /// What a library or the network said.
    package var cause: String?

    package init(_ code: Code, _ message: String, cause: String? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
