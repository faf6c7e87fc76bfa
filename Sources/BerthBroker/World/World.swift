package import BerthModel

/// Clock, identifiers and timers: the only way to them, so that a simulated world gives the same run twice.
package protocol World: Sendable {
    func now() -> Instant
    /// A new version 4 identifier.
    func nextID() -> UUID
    /// Returns at the instant or later, or early when the task is cancelled.
    func sleep(until instant: Instant) async
}
