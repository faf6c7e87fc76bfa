import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform

extension Cloud {
    /// The machines of this instance, or of one session; the oldest first.
    func servers(_ session: UUID? = nil) async throws(PlatformError) -> [CloudServer] {
        let name = session.map { CloudName.name($0, instance: settings.instance) + "$" }
        // Nova reads a regular expression; these names have nothing in them that means another thing.
        let query = "name=" + ("^" + (name ?? "berth-\(settings.instance)-")).percentEncoded
        let all = try await list(.compute, "/servers/detail", "servers", query).compactMap { CloudServer($0) }
        return all.filter { CloudName.session($0.name, instance: settings.instance) != nil }
            .sorted { ($0.created, $0.id) < ($1.created, $1.id) }
    }

    /// Hands over a machine; it boots afterwards.
    ///
    /// - Returns: its id.
    /// - Throws: `refused` when the quota or anything else does not allow it; `cancelled` never in the middle.
    func boot(_ order: ServerOrder) async throws(PlatformError) -> String {
        let reply = try await call(.compute, .post, "/servers", order.document)
        if reply.status == 403 && reply.message.contains("uota") {
            throw PlatformError(
                .refused, "The quota of the cloud's project does not allow the machine any more.",
                subject: "Nova", cause: reply.message)
        }
        // What was offered is not there any more: the image, the flavor, a network, a key pair.
        if [400, 404, 409].contains(reply.status) {
            throw PlatformError(
                .refused, "The cloud does not take the machine.", subject: "Nova", cause: "Nova: " + reply.message,
                detail: reply.error.detail)
        }
        guard reply.isWell else { throw reply.error }
        guard let id = reply.body["server"]?["id"]?.text else {
            throw PlatformError(
                .broken, "The cloud's answer to the machine cannot be read.", subject: "Nova", detail: "it has no id")
        }
        return id
    }

    /// Done when there is none.
    func delete(server id: String) async throws(PlatformError) {
        let reply = try await call(.compute, .delete, "/servers/" + id)
        if !reply.isWell && reply.status != 404 { throw reply.error }
    }

    /// What stands on the console of a machine; `nil` while it has none.
    func console(_ id: String) async throws(PlatformError) -> String? {
        let reply = try await call(.compute, .post, "/servers/\(id)/action", ["os-getConsoleOutput": [:]])
        // Not ready yet, or already gone.
        if reply.status == 404 || reply.status == 409 { return nil }
        guard reply.isWell else { throw reply.error }
        return reply.body["output"]?.text
    }
}

/// A machine as Nova is asked for it. Source: Compute API, *Create server*.
struct ServerOrder: Sendable {
    var name: String
    var flavor: String
    var image: String
    var network: CloudNetwork
    /// Written in base64.
    var userData: String
    var metadata: [(name: String, value: String)]
    var keyName: String?
    var securityGroups: [String] = []
    var availabilityZone: String?
    /// Ids of volumes that are attached.
    var volumes: [String] = []

    var document: Document {
        var server = DocumentMembers()
        server.append("name", .text(name))
        server.append("flavorRef", .text(flavor))
        server.append("imageRef", .text(image))
        switch network {
        case .auto: server.append("networks", "auto")
        case .none: server.append("networks", "none")
        case .one(let id): server.append("networks", [["uuid": .text(id)]])
        }
        server.append("user_data", .text(userData))
        server.append(
            "metadata",
            .map(DocumentMembers(uniqueMembers: metadata.map { .init(name: $0.name, value: .text($0.value)) })))
        if let keyName { server.append("key_name", .text(keyName)) }
        if let availabilityZone { server.append("availability_zone", .text(availabilityZone)) }
        if !securityGroups.isEmpty {
            server.append("security_groups", .list(securityGroups.map { ["name": .text($0)] }))
        }
        if !volumes.isEmpty {
            let root: Document = [
                "boot_index": 0, "uuid": .text(image), "source_type": "image", "destination_type": "local",
                "delete_on_termination": true,
            ]
            let others: [Document] = volumes.map { id in
                [
                    "boot_index": -1, "uuid": .text(id), "source_type": "volume", "destination_type": "volume",
                    "delete_on_termination": false,
                ]
            }
            server.append("block_device_mapping_v2", .list([root] + others))
        }
        return ["server": .map(server)]
    }
}
