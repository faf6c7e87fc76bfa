/// Who looks at the portal.
package struct PortalVisitor: Sendable, Hashable {
    /// Who it is for the brokers and for the store.
    package var subject: String
    /// As people say it.
    package var name: String
    package var groups: [String]
    package var isAdministrator: Bool
    /// What the portal shows brokers when it asks for this visitor.
    package var token: String?

    package init(
        subject: String, name: String, groups: [String] = [], isAdministrator: Bool = false, token: String? = nil
    ) {
        self.subject = subject
        self.name = name
        self.groups = groups
        self.isAdministrator = isAdministrator
        self.token = token
    }
}
