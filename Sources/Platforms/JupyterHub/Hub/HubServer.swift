import BerthDocument

/// A server of a user of a hub. Source: JupyterHub REST API, the model `Server`.
struct HubServer: Sendable, Hashable {
    enum Stage: Sendable, Hashable {
        case starting, ready, stopping, stopped
    }

    var stage: Stage
    /// Its path on the hub's host, or its address where it has a host of its own.
    var url: String

    init(_ document: Document) {
        url = document["url"]?.text ?? ""
        switch document["pending"]?.text {
        case "spawn"?: stage = .starting
        case "stop"?: stage = .stopping
        default: stage = document["ready"] == true ? .ready : .stopped
        }
    }

    /// By their names.
    static func all(of user: Document) -> [String: HubServer] {
        guard case .map(let members)? = user["servers"] else { return [:] }
        var servers: [String: HubServer] = [:]
        for member in members.members { servers[member.name] = HubServer(member.value) }
        return servers
    }
}
