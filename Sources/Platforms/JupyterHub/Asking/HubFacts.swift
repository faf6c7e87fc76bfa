import BerthHost
import BerthPlatform

/// What has to be known of a hub to answer.
struct HubFacts: Sendable {
    private let scopes: Remembered<HubScopes>
    private let makesUsers: Bool

    init(_ hub: HubService, _ settings: JupyterHubSettings) {
        scopes = Remembered(for: .seconds(settings.factsSeconds)) { () async throws(PlatformError) in
            try await hub.me().scopes
        }
        makesUsers = settings.users == .asker
    }

    /// Whether the hub lets the broker do what it has to.
    ///
    /// - Throws: `refused` when it does not, and what calls throw; the next who asks then asks anew.
    func check() async throws(PlatformError) {
        let missing = try await scopes.facts().missing(makesUsers: makesUsers)
        if missing.isEmpty { return }
        throw PlatformError(
            .refused, "The hub does not let this broker do all that a session needs.", subject: "access",
            detail: "the token lacks the scopes: \(missing.joined(separator: "; "))")
    }
}
