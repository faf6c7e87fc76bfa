import BerthHost
import BerthModel
import BerthPlatform

/// The machines of this instance: one list for all who wait, again and again as long as somebody does.
struct ServerWatch: Sendable {
    typealias Servers = [UUID: CloudServer]

    private let instance: String
    private let look: NextLook<String, Servers>

    init(_ cloud: Cloud) {
        instance = cloud.settings.instance
        let gap = Duration.seconds(cloud.settings.pollSeconds)
        look = NextLook("the machines", every: gap) { instance async throws(PlatformError) in
            ServerWatch.sorted(try await cloud.servers(), instance: instance)
        }
    }

    /// The next list: its making begins after the call. Of two machines of one session the older counts.
    ///
    /// - Throws: as `Cloud.call`, and `cancelled`.
    func servers() async throws(PlatformError) -> Servers { try await look.next(instance) }

    /// - Parameter servers: the oldest first.
    static func sorted(_ servers: [CloudServer], instance: String) -> Servers {
        var found: Servers = [:]
        for server in servers {
            guard let session = CloudName.session(server.name, instance: instance) else { continue }
            if found[session] == nil { found[session] = server }
        }
        return found
    }
}
