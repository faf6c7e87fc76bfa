import BerthModel

/// Whose servers the sessions of a hub are.
package enum HubUsers: String, ModelEnumeration {
    case one, asker

    package static let name = "HubUsers"
    package static let summary = "Whose servers the sessions of a hub are."
}
