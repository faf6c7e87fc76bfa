import BerthModel

/// The names of servers: by these they are found again, and told from those of others.
enum ServerName {
    static func name(_ session: UUID, instance: String) -> String { "berth-\(instance)-\(session)" }

    /// The session of a server of this instance; `nil` for somebody else's.
    static func session(_ name: String, instance: String) -> UUID? {
        let prefix = "berth-\(instance)-"
        return name.hasPrefix(prefix) ? UUID(String(name.dropFirst(prefix.count))) : nil
    }
}
