package import BerthModel

/// The time that a script goes by: that of the broker, real or simulated.
package struct ScriptedClock: Sendable {
    let now: @Sendable () -> Instant
    /// Returns at the instant or later, or early when the task is cancelled.
    let sleep: @Sendable (Instant) async -> Void

    package init(
        now: @escaping @Sendable () -> Instant, sleep: @escaping @Sendable (Instant) async -> Void
    ) {
        self.now = now
        self.sleep = sleep
    }
}
