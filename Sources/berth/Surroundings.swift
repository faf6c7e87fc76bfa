import BerthAnswers
import BerthModel

/// Everything outside that a command touches, so that tests can give it other surroundings.
struct Surroundings: Sendable {
    var console: Console
    /// The value of a variable of the environment.
    var environment: @Sendable (String) -> String?
    var now: @Sendable () -> Instant
    /// Seconds to add to UTC at an instant.
    var zone: @Sendable (Instant) -> Int64
    var signals = Signals()

    var places: StandardPlaces { StandardPlaces(environment: environment) }
    var time: TimeText { TimeText(now: now(), offset: zone) }
}
