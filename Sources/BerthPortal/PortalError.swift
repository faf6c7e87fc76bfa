/// Why the portal did not do what a visitor wanted. Each becomes a page with its one sentence.
package struct PortalError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Code: String, Sendable, Hashable, CaseIterable {
        /// There is no such page, draft, entry, or session; or it is somebody else's.
        case notFound
        /// A form, or an address, that cannot be read.
        case badForm
        /// A form that no page of this portal, in this browser, has shown.
        case foreignForm
        /// More than the portal takes: a form, a document, the drafts of one person.
        case tooLarge
        /// The visitor has to sign in first.
        case notSignedIn
        /// The visitor may not see or do it.
        case notAllowed
        /// It was changed, or accepted, somewhere else in the meantime.
        case conflict
        /// An offer that is no longer held, or a draft that was removed.
        case gone
        /// A broker, the catalogue or the store cannot do it now.
        case unavailable
    }

    package var code: Code
    /// What happened, and what would be right.
    package var message: String
    /// What was said below.
    package var cause: String?
    /// Where the visitor can go on: a path of the portal and what the link says.
    package var way: PortalWay?

    package init(_ code: Code, _ message: String, cause: String? = nil, way: PortalWay? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
        self.way = way
    }

    package var description: String { message + (cause.map { " (\($0))" } ?? "") }
}

/// A link that leads on.
package struct PortalWay: Sendable, Hashable {
    package var path: String
    package var title: String

    package init(_ path: String, _ title: String) {
        self.path = path
        self.title = title
    }
}
