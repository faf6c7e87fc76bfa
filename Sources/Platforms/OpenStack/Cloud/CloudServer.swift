import BerthDocument
import BerthModel
import BerthPlatform

/// A machine of the cloud, as a list of them tells it. Source: Compute API, *List servers detailed*.
struct CloudServer: Sendable, Hashable {
    var id: String
    var name: String
    /// `BUILD`, `ACTIVE`, `SHUTOFF`, `ERROR` and others.
    var status: String
    /// Whether it is being deleted.
    var isGoing: Bool
    var host: String?
    var created: String
    /// What Nova says went wrong.
    var fault: String?

    /// `nil` for what is none.
    init?(_ document: Document) {
        guard let id = document["id"]?.text, let name = document["name"]?.text,
            let status = document["status"]?.text
        else { return nil }
        self.id = id
        self.name = name
        self.status = status
        isGoing = document["OS-EXT-STS:task_state"]?.text == "deleting"
        host = document["OS-EXT-SRV-ATTR:host"]?.text
        created = document["created"]?.text ?? ""
        fault = document["fault"]?["message"]?.text
    }

    enum Stage: Sendable { case booting, running, off, failed, gone }

    /// What its status means for the task on it. Source: Compute API guide, *Server statuses*.
    var stage: Stage {
        switch status {
        case "BUILD": .booting
        case "SHUTOFF", "SHELVED", "SHELVED_OFFLOADED": .off
        case "ERROR": .failed
        case "DELETED", "SOFT_DELETED": .gone
        // Somebody pauses, migrates or repairs it: it has not ended.
        default: .running
        }
    }
}

/// The names of what is made in the cloud: by these it is found again, and told from that of others.
enum CloudName {
    static func name(_ session: UUID, instance: String) -> String { "berth-\(instance)-\(session)" }

    /// The session of a machine or a volume of this instance; `nil` for somebody else's.
    static func session(_ name: String, instance: String) -> UUID? {
        let prefix = "berth-\(instance)-"
        guard name.hasPrefix(prefix) else { return nil }
        return UUID(String(name.dropFirst(prefix.count).prefix(36)))
    }
}
