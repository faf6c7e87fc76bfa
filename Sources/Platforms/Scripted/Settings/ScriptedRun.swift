package import BerthModel
package import BerthPlatform

/// How one kind of call goes.
package struct ScriptedStep: Shaped {
    package var step: ScriptedCall?
    package var delay = TimeSpan.zero
    package var call: Int64?
    package var failure: ScriptedFailure?

    package init() {}

    package static let shape = Shape<ScriptedStep>(
        "ScriptedStep", "How one kind of call goes.",
        [
            Field("step", \.step, "Which kind of call."),
            Field("delay", \.delay, "How long it takes; no time unless set."),
            Field("call", \.call, "The how many-th call of this kind of a session it is, from 1; each unless set."),
            Field("failure", \.failure, "What becomes of it; it succeeds unless set."),
        ])
}

/// Why a call fails.
package struct ScriptedFailure: Shaped {
    package var code = PlatformError.Code.broken.rawValue
    package var message = "The script of this platform says that this fails."
    package var subject: String?
    package var cause: String?

    package init() {}

    package static let shape = Shape<ScriptedFailure>(
        "ScriptedFailure", "Why a call fails.",
        [
            Field("code", \.code, "Code of the error, such as unreachable, refused or lost; broken unless set."),
            Field("message", \.message, "What happened and what can be done."),
            Field("subject", \.subject, "What it is about."),
            Field("cause", \.cause, "What an engine would have said."),
        ])
}

/// The calls that carry out work.
package enum ScriptedCall: String, ModelEnumeration {
    case prepareStorage, prepareData, prepareCompute, prepareExecutable
    case start, observe, cancel
    case releaseExecutable, releaseCompute, releaseData, releaseStorage

    package static let name = "ScriptedCall"
    package static let summary = "The calls that carry out work, in their order."
}

/// What the work does once it is started.
package struct ScriptedRun: Shaped {
    package var when: [ScriptedCondition] = []
    package var queued = TimeSpan.zero
    package var duration = TimeSpan(seconds: 1)
    package var exitCode: Int64 = 0
    package var output: [ScriptedLine] = [
        ScriptedLine(.zero, .stdout, "Nothing was run: this platform follows a script.")
    ]
    package var connectors: [ScriptedConnector] = []
    package var ignoresCancel = false

    package init() {}

    package static let shape = Shape<ScriptedRun>(
        "ScriptedRun", "What the work does once it is started.",
        [
            Field("when", \.when, "What must all be so, in otherRuns."),
            Field("queued", \.queued, "How long it waits before it runs; not at all unless set."),
            Field("duration", \.duration, "How long it runs; 1 s unless set."),
            Field("exitCode", \.exitCode, "What it ends with; 0 unless set."),
            Field("output", \.output, "The lines that it writes."),
            Field("connectors", \.connectors, "Where it can be reached while it runs."),
            Field("ignoresCancel", \.ignoresCancel, "It runs on when it is told to stop; false unless set."),
        ])
}

/// A line that the work writes.
package struct ScriptedLine: Shaped {
    package var at = TimeSpan.zero
    package var stream = LogStream.stdout
    package var text = ""

    package init() {}

    package init(_ at: TimeSpan, _ stream: LogStream, _ text: String) {
        self.at = at
        self.stream = stream
        self.text = text
    }

    package static let shape = Shape<ScriptedLine>(
        "ScriptedLine", "A line that the work writes.",
        [
            Field("at", \.at, "How long after it began to run; at once unless set."),
            Field("stream", \.stream, "Where it goes; stdout unless set."),
            Field("text", \.text, "The line, without its end."),
        ])
}

/// A place where the work can be reached.
package struct ScriptedConnector: Shaped {
    package var `protocol` = "http"
    package var location = ""

    package init() {}

    package static let shape = Shape<ScriptedConnector>(
        "ScriptedConnector", "A place where the work can be reached.",
        [
            Field("protocol", \.protocol, "What is spoken there; http unless set."),
            Field("location", \.location, "Its URL."),
        ])
}
