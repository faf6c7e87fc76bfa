import BerthPlatform

/// Pauses between looks at something that takes a cloud seconds or minutes: the first is short, then they get longer,
/// so that many sessions do not keep a cloud busy.
struct CloudPauses {
    static let longest = Duration.seconds(4)

    private(set) var upcoming = Duration.milliseconds(500)

    /// - Throws: `cancelled`.
    mutating func next() async throws(PlatformError) {
        do { try await Task.sleep(for: upcoming) } catch {
            throw PlatformError(.cancelled, "The session was cancelled.")
        }
        upcoming = min(upcoming * 2, CloudPauses.longest)
    }
}
