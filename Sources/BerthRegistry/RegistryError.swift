/// Why a registry could not be asked, or what is published cannot be so.
package struct RegistryError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// A key of the configuration cannot be meant.
        case badSetting
        /// Nobody answers at the address of the registry, or not in time, or its certificate is not trusted.
        case unreachable
        /// The registry answers, and says that it cannot, or that the question is wrong.
        case refused
        /// The list is longer than what is read of one registry.
        case tooLarge
        /// What came back is not what a registry of this kind sends.
        case broken
        /// The registry lists no service any more, and did before.
        case empty
        /// The task that asked was cancelled.
        case cancelled
    }

    package var code: Code
    /// One or two sentences: what happened, and what would mend it.
    package var message: String
    /// The key or the address that it is about.
    package var subject: String?
    package var cause: String?

    package init(_ code: Code, _ message: String, subject: String? = nil, cause: String? = nil) {
        self.code = code
        self.message = message
        self.subject = subject
        self.cause = cause
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}
