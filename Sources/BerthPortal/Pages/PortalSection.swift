/// What stands in the navigation.
package enum PortalSection: String, Sendable, Hashable, CaseIterable {
    case catalogue, ask, history, platforms

    var path: String {
        switch self {
        case .catalogue: "/portal/catalogue"
        case .ask: "/portal/ask"
        case .history: "/portal/history"
        case .platforms: "/portal/platforms"
        }
    }

    var title: String {
        switch self {
        case .catalogue: "Catalogue"
        case .ask: "Ask"
        case .history: "Runs"
        case .platforms: "Platforms"
        }
    }
}
