import BerthModel

/// How long a worker may take for what, in seconds unless said otherwise.
struct WorkerLimits: Sendable, Hashable {
    var start: Int64
    var answer: TimeSpan
    var call: Int64
    var stop: Int64
    var away: Int64
    var profile: Int64
    var logBytes: Int

    /// Bytes of one line, in either direction. Source: docs/PYTHON_PLUGINS.md.
    static let lineBytes = 16 << 20
    /// Bytes that wait until the worker reads them.
    static let waitingBytes = 32 << 20
    /// How often a step is begun again because the worker ended while it was under way.
    static let repeats = 3

    init(_ settings: PythonSettings) {
        start = settings.startSeconds
        answer = settings.answerTime
        call = settings.callSeconds
        stop = settings.stopSeconds
        away = settings.awaySeconds
        profile = settings.profileSeconds
        logBytes = Int(clamping: settings.logBytes)
    }
}
