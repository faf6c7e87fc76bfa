import BerthHost
import BerthPlatform

/// Looks at the servers of users for whom somebody waits, again and again: one look at each for all of theirs.
struct ServerWatch: Sendable {
    typealias Servers = [String: HubServer]

    private let look: NextLook<String, Servers>

    init(_ settings: JupyterHubSettings, _ look: @escaping NextLook<String, Servers>.Look) {
        self.look = NextLook("the server", every: .seconds(settings.pollSeconds), look)
    }

    /// What the next look at a user says: it begins after the call.
    ///
    /// - Throws: as the look, and `cancelled`.
    func servers(of user: String) async throws(PlatformError) -> Servers { try await look.next(user) }
}
