import BerthModel

/// What the platform made for one session.
struct ScriptedRecord: Shaped {
    /// Parts that are there, as `storage[0]`.
    var parts: [String] = []
    var started: Instant?
    /// When the work was made to stop, or will end by itself.
    var end: Instant?
    var isStopped = false

    init() {}

    var isEmpty: Bool { parts.isEmpty && started == nil }

    static let shape = Shape<ScriptedRecord>(
        "ScriptedRecord", "What the platform made for one session.",
        [
            Field("parts", \.parts, "Parts that are there."),
            Field("started", \.started, "When the work was started."),
            Field("end", \.end, "When it ends or ended."),
            Field("isStopped", \.isStopped, "It was made to stop."),
        ])
}
