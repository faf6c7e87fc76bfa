import BerthBroker
import BerthDocument
import BerthModel

extension ConfigurationCheck {
    /// What is wrong with the shares of one person.
    ///
    /// - Parameter platforms: the names of those that are configured.
    static func problemsOfShares(_ configuration: Configuration, _ platforms: Set<String>) -> [Problem] {
        let known = platforms.union(configuration.wantedPlatforms.map(\.name))
        var problems: [Problem] = []
        var seen: Set<String> = []
        for (index, share) in configuration.shares.enumerated() {
            let path: DocumentPath = ["shares", .index(index)]
            func refuse(_ key: String, _ message: String) {
                let whole = key.isEmpty ? path : DocumentPath("\(path).\(key)") ?? path
                problems.append(
                    Problem(gravity: .malformed, code: .badText, path: whole, message: "\(whole): \(message)"))
            }
            if share.platform.isEmpty {
                refuse("platform", "this is missing; it says which platform is meant.")
            } else if !known.contains(share.platform) {
                refuse(
                    "platform",
                    "there is no platform \(share.platform); write one of: "
                        + known.sorted().joined(separator: ", ") + ".")
            } else if !seen.insert(share.platform).inserted {
                refuse("platform", "\(share.platform) has a share already; write all of it there.")
            }
            if let fault = share.fault { refuse(fault.key, fault.message) }
        }
        return problems
    }
}
