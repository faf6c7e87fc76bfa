/// What a token of a hub lets do. Source: JupyterHub documentation, *Scopes*.
struct HubScopes: Sendable, Hashable {
    /// `nil` where the hub does not say: it is older than scopes.
    var all: [String]?

    /// Each does, the ones of a list instead of each other.
    private static let needed: [(names: [String], why: String)] = [
        (["read:users", "read:servers"], "to look at servers"),
        (["start:servers"], "to start servers"),
        (["delete:servers"], "to stop servers"),
        (["access:servers"], "to put notebooks on servers, and to let sessions open them"),
        (["tokens"], "to make the tokens of sessions"),
    ]

    /// What is missing, each with what it is for.
    func missing(makesUsers: Bool) -> [String] {
        guard let all else { return [] }
        let names = Set(all.map { $0.prefix { $0 != "!" } }.map(String.init))
        var needed = HubScopes.needed
        if makesUsers { needed.append((["admin:users"], "to make users who are not there")) }
        return needed.filter { !$0.names.contains(where: names.contains) }.map { "\($0.names[0]) \($0.why)" }
    }
}
