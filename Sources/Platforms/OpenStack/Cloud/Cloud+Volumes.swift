import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform

/// A volume of a cloud. Source: Block Storage API v3, *List accessible volumes with details*.
struct CloudVolume: Sendable, Hashable {
    var id: String
    var name: String
    /// `creating`, `available`, `in-use`, `error` and others.
    var status: String

    /// `nil` for what is none.
    init?(_ document: Document) {
        guard let id = document["id"]?.text, let name = document["name"]?.text,
            let status = document["status"]?.text
        else { return nil }
        (self.id, self.name, self.status) = (id, name, status)
    }
}

extension Cloud {
    /// The volumes of this instance, or the one of a name; none where the cloud has no Cinder.
    func volumes(_ name: String? = nil) async throws(PlatformError) -> [CloudVolume] {
        guard try await tokens.token().endpoint(.volume) != nil else { return [] }
        let query = name.map { "name=" + $0.percentEncoded } ?? ""
        let volumes = try await list(.volume, "/volumes/detail", "volumes", query).compactMap { CloudVolume($0) }
        return volumes.filter { CloudName.session($0.name, instance: settings.instance) != nil }
    }

    /// What Cinder tells people about a volume that failed, the latest; `nil` when it says nothing.
    ///
    /// Source: Block Storage API v3, *Messages*, which have no details of the cloud.
    func words(ofVolume id: String) async -> String? {
        let messages = try? await list(.volume, "/messages", "messages", "resource_uuid=" + id.percentEncoded)
        let latest = messages?.max { ($0["created_at"]?.text ?? "") < ($1["created_at"]?.text ?? "") }
        return latest?["user_message"]?.text.map { String($0.prefix(500)) }
    }

    func makeVolume(
        _ name: String, gibibytes: Int64, metadata: [(name: String, value: String)]
    ) async throws(PlatformError) {
        var volume: DocumentMembers = ["name": .text(name), "size": .integer(gibibytes)]
        volume.append(
            "metadata",
            .map(DocumentMembers(uniqueMembers: metadata.map { .init(name: $0.name, value: .text($0.value)) })))
        if let type = settings.volumeType { volume.append("volume_type", .text(type)) }
        let reply = try await call(.volume, .post, "/volumes", ["volume": .map(volume)])
        if reply.status == 413 || reply.status == 403 {
            throw PlatformError(
                .refused, "The quota of the cloud's project does not allow a volume of \(gibibytes) GiB.",
                subject: "Cinder", cause: reply.message)
        }
        guard reply.isWell else { throw reply.error }
    }

    /// Done when there is none.
    func delete(volume id: String) async throws(PlatformError) {
        let reply = try await call(.volume, .delete, "/volumes/" + id)
        if !reply.isWell && reply.status != 404 { throw reply.error }
    }
}
