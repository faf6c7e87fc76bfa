/// A page of sessions.
public struct SessionList: Shaped {
    public var sessions: [Session] = []
    public var next: UUID?

    public init() {}

    public init(sessions: [Session], next: UUID?) {
        self.sessions = sessions
        self.next = next
    }

    public static let shape = Shape<SessionList>(
        "SessionList", "A page of sessions.",
        [
            Field("sessions", \.sessions, "The sessions, latest first.", xml: .wrapped(item: "session")),
            Field("next", \.next, "What to ask with `after` for the next page; left out on the last one."),
        ])
}
