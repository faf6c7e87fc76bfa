import BerthPlatform
import Synchronization

/// What has to be known of a hub to answer: remembered for a while; who asks while it is being asked waits for that
/// answer.
final class HubFacts: Sendable {
    private typealias Asking = Task<Result<HubScopes, PlatformError>, Never>

    private struct State {
        var asking: Asking?
        var begin = ContinuousClock.now
    }

    private let hub: HubService
    private let life: Duration
    private let makesUsers: Bool
    private let state = Mutex(State())

    init(_ hub: HubService, _ settings: JupyterHubSettings) {
        self.hub = hub
        life = .seconds(settings.factsSeconds)
        makesUsers = settings.users == .asker
    }

    /// Whether the hub lets the broker do what it has to.
    ///
    /// - Throws: `refused` when it does not, and what calls throw; the next who asks then asks anew.
    func check() async throws(PlatformError) {
        let asking = state.withLock { state in
            if let asking = state.asking, ContinuousClock.now - state.begin < life { return asking }
            let hub = hub
            let asking = Asking {
                do throws(PlatformError) { return .success(try await hub.me().scopes) } catch {
                    return .failure(error)
                }
            }
            state.asking = asking
            state.begin = ContinuousClock.now
            return asking
        }
        let result = await asking.value
        if case .failure = result { state.withLock { if $0.asking == asking { $0.asking = nil } } }
        let missing = try result.get().missing(makesUsers: makesUsers)
        if missing.isEmpty { return }
        throw PlatformError(
            .refused, "The hub does not let this broker do all that a session needs.", subject: "access",
            detail: "the token lacks the scopes: \(missing.joined(separator: "; "))")
    }
}
