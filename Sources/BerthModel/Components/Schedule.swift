/// When a component or a session is prepared, available and released.
public struct Schedule: Shaped {
    public var preparing: TimedStart?
    public var available: TimedWindow?
    public var releasing: TimedStart?

    public init() {}

    public static let shape = Shape<Schedule>(
        "LifecycleSchedule", "When a component is prepared, available and released.",
        [
            Field("preparing", \.preparing, "When preparation begins and how long it takes."),
            Field("available", \.available, "When the component becomes available and for how long."),
            Field("releasing", \.releasing, "When the release begins and how long it takes."),
        ])
}

/// When a request wants to run.
public struct RequestedSchedule: Shaped {
    public var requested: TimedWindow?

    public init() {}

    public static let shape = Shape<RequestedSchedule>(
        "RequestedSchedule", "When a request wants to run.",
        [Field("requested", \.requested, "The interval in which to start, and for how long.")])
}

/// An instant and a duration.
public struct TimedStart: Shaped {
    public var start: Instant?
    public var duration: TimeSpan?

    public init() {}

    public init(start: Instant?, duration: TimeSpan?) {
        self.start = start
        self.duration = duration
    }

    public static let shape = Shape<TimedStart>(
        "LifecycleStartDurationInstant", "An instant and a duration.",
        [Field("start", \.start, "When it begins."), Field("duration", \.duration, "How long it takes.")])
}

/// An interval in which to start, and a duration.
public struct TimedWindow: Shaped {
    public var start: Interval?
    public var duration: TimeSpan?

    public init() {}

    public init(start: Interval?, duration: TimeSpan?) {
        self.start = start
        self.duration = duration
    }

    public static let shape = Shape<TimedWindow>(
        "LifecycleStartDurationInterval", "An interval in which something starts, and how long it lasts.",
        [
            Field("start", \.start, "The interval in which it starts."),
            Field("duration", \.duration, "How long it lasts, from its start."),
        ])
}
