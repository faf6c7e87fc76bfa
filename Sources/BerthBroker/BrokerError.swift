package import BerthDocument

/// Why the broker did not do what it was asked; a refusal to run something is an answer and not an error.
package struct BrokerError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// The document cannot be read as what it should be.
        case malformed
        /// No offer set or session has that identifier, or none any more.
        case notFound
        /// Somebody else's.
        case notYours
        /// The phase of the session does not allow it.
        case wrongPhase
        /// The offer is no longer held.
        case expired
        /// More questions are being answered than the broker takes at once.
        case tooMany
        /// The key came with another request before.
        case keyReused
        /// The first request with the key is still being answered.
        case keyBusy
        /// The store cannot be written or read now.
        case storeFailed
        /// The broker is stopping.
        case stopping
        /// The platform could not answer.
        case platformFailed
    }

    package var code: Code
    /// What happened, and what would be right.
    package var message: String
    /// The member that it is about.
    package var path: DocumentPath?
    package var cause: String?

    package init(_ code: Code, _ message: String, path: DocumentPath? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.path = path
        self.cause = cause
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
