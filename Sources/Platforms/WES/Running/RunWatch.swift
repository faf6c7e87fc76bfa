import BerthHost
import BerthPlatform

/// Looks at runs, each that somebody waits for, again and again: one loop for all, so many looks in a second.
struct RunWatch: Sendable {
    private let look: NextLook<String, RunState>

    init(_ settings: WESSettings, _ look: @escaping NextLook<String, RunState>.Look) {
        self.look = NextLook(
            "the run", every: .seconds(settings.pollSeconds),
            perLook: .seconds(1) / Int(clamping: settings.callsPerSecond), look)
    }

    /// What the next look at a run says: it begins after the call.
    ///
    /// - Throws: as the look, and `cancelled`.
    func state(of run: String) async throws(PlatformError) -> RunState { try await look.next(run) }
}
