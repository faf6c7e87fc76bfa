/// Why a service cannot be made from its settings.
package struct ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// A user without a name, a digest that is none, or one that two users share.
        case badUser
    }

    package var code: Code
    /// What is wrong and what would be right; no token and no digest stands in it.
    package var message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}
