package import BerthModel
import BerthPlatform

/// What a scripted platform is and does: keys of the configuration file, or a file of its own with a bug report.
///
/// Without a word it has 8 cores, says yes, runs for a second, writes a line, and ends with 0.
package struct ScriptedSettings: Shaped {
    package var name = "scripted"
    package var summary = "Does what its script says and runs nothing."
    package var stateDirectory: String?
    package var cores: Int64 = 8
    package var memory: Int64 = 32
    package var storage: Int64 = 1000
    package var preparing = TimeSpan(seconds: 1)
    package var releasing = TimeSpan(seconds: 1)
    package var answer = ScriptedAnswer()
    package var run = ScriptedRun()
    package var steps: [ScriptedStep] = []

    package init() {}

    package static let shape = Shape<ScriptedSettings>(
        "ScriptedSettings", "What a scripted platform is and does.",
        [
            Field("name", \.name, "Name of the platform in answers; scripted unless set."),
            Field("summary", \.summary, "One sentence for people."),
            Field(
                "stateDirectory", \.stateDirectory,
                "Where it keeps what it made, so that it outlives the program; in memory unless set."),
            Field("cores", \.cores, "Cores that are offered together; 8 unless set.", unit: .core),
            Field("memory", \.memory, "Memory that is offered together; 32 GiB unless set.", unit: .gibibyte),
            Field("storage", \.storage, "Storage that is offered together; 1000 GiB unless set.", unit: .gibibyte),
            Field("preparing", \.preparing, "How long preparation is said to take; PT1S unless set."),
            Field("releasing", \.releasing, "How long the release is said to take; PT1S unless set."),
            Field("answer", \.answer, "What it says when it is asked."),
            Field("run", \.run, "What running something comes to."),
            Field("steps", \.steps, "Steps that take time or fail.", xml: .wrapped(item: "step")),
        ])
}

/// What it says when it is asked.
package struct ScriptedAnswer: Shaped {
    package var delay = TimeSpan.zero
    package var silence: ScriptedSilence?
    package var refusals: [ScriptedRefusal] = []
    package var costs: [Cost] = []
    package var metrics: [Metric] = []

    package init() {}

    package static let shape = Shape<ScriptedAnswer>(
        "ScriptedAnswer", "What a scripted platform says when it is asked.",
        [
            Field("delay", \.delay, "How long it thinks; PT0S unless set."),
            Field("silence", \.silence, "It gives no answer, for this reason."),
            Field("refusals", \.refusals, "Reasons why not.", xml: .wrapped(item: "refusal")),
            Field("costs", \.costs, "What each offer costs.", xml: .wrapped(item: "cost")),
            Field("metrics", \.metrics, "What else each offer is said to come to.", xml: .wrapped(item: "metric")),
        ])
}

/// Why there is no answer.
package enum ScriptedSilence: String, ModelEnumeration {
    case unreachable, brokenReply

    package static let name = "ScriptedSilence"
    package static let summary = "Why there is no answer."
}

/// A reason why not, for every request or for those that match.
package struct ScriptedRefusal: Shaped {
    package var rung: ScriptedRung? = .notAllowed
    package var path = ""
    package var message = "This platform was told to refuse."
    package var couldChange: String?
    package var image: String?
    package var memoryAbove: Int64?

    package init() {}

    package static let shape = Shape<ScriptedRefusal>(
        "ScriptedRefusal", "A reason why not, for every request or for those that match.",
        [
            Field("rung", \.rung, "Place on the ladder of reasons; notAllowed unless set."),
            Field("path", \.path, "Member of the request that stands in the way; the whole request unless set."),
            Field("message", \.message, "The sentence."),
            Field("couldChange", \.couldChange, "Who could change it."),
            Field("image", \.image, "Only requests with this in the location of an image."),
            Field("memoryAbove", \.memoryAbove, "Only requests that need more memory than this.", unit: .gibibyte),
        ])
}

/// The ladder of reasons.
package enum ScriptedRung: String, ModelEnumeration {
    case notNow, tooDear, notYou, dataUnreachable, notAllowed, never, notKnown, contradictory

    package static let name = "ScriptedRung"
    package static let summary = "The ladder of reasons."
}

/// What running something comes to.
package struct ScriptedRun: Shaped {
    package var duration = TimeSpan(seconds: 1)
    package var exitCode: Int64 = 0
    package var stdout = ["Nothing was run: this platform follows a script."]
    package var stderr: [String] = []
    package var ignoresCancel = false

    package init() {}

    package static let shape = Shape<ScriptedRun>(
        "ScriptedRun", "What running something comes to.",
        [
            Field("duration", \.duration, "How long it runs; PT1S unless set."),
            Field("exitCode", \.exitCode, "What the program answers; 0 unless set."),
            Field(
                "stdout", \.stdout, "Lines that are written, spread evenly over the run.", xml: .wrapped(item: "line")),
            Field("stderr", \.stderr, "The same for the other output.", xml: .wrapped(item: "line")),
            Field("ignoresCancel", \.ignoresCancel, "It runs on when it is told to stop; false unless set."),
        ])
}

/// A step that takes time or fails.
package struct ScriptedStep: Shaped {
    package var step: ScriptedStepName? = .start
    package var delay = TimeSpan.zero
    package var failure: String?
    package var call: Int64?

    package init() {}

    package init(_ step: ScriptedStepName, delay: TimeSpan = .zero, failure: String? = nil, call: Int64? = nil) {
        self.step = step
        self.delay = delay
        self.failure = failure
        self.call = call
    }

    package static let shape = Shape<ScriptedStep>(
        "ScriptedStep", "A step that takes time or fails.",
        [
            Field("step", \.step, "Which step; start unless set."),
            Field("delay", \.delay, "How long it takes; PT0S unless set."),
            Field("failure", \.failure, "It fails, with this sentence."),
            Field("call", \.call, "Only the call with this number, from 1, over all sessions; every call unless set."),
        ])
}

/// The steps of carrying out a plan.
package enum ScriptedStepName: String, ModelEnumeration {
    case prepareStorage, prepareData, prepareCompute, prepareExecutable, start, observe, cancel
    case releaseStorage, releaseData, releaseCompute, releaseExecutable

    package static let name = "ScriptedStepName"
    package static let summary = "The steps of carrying out a plan."

    static func prepare(_ part: Part) -> ScriptedStepName {
        switch part {
        case .storage: .prepareStorage
        case .data: .prepareData
        case .compute: .prepareCompute
        case .executable: .prepareExecutable
        }
    }

    static func release(_ part: Part) -> ScriptedStepName {
        switch part {
        case .storage: .releaseStorage
        case .data: .releaseData
        case .compute: .releaseCompute
        case .executable: .releaseExecutable
        }
    }
}
