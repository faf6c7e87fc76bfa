package import BerthModel
package import BerthPlatform

/// The script of a scripted platform: keys of the configuration file, or a file of its own with a bug report.
///
/// Without a word it has 8 cores, says yes to whatever fits, runs for a second, writes a line, and ends with 0.
package struct ScriptedSettings: Shaped {
    package var name = "scripted"
    package var summary = "Does what its script says and runs nothing."
    package var stateDirectory: String?
    package var cores: Int64 = 8
    package var memory: Int64 = 32
    package var storage: Int64 = 1000
    package var isUnlimited = false
    package var nodes: [ScriptedNode] = []
    package var flavors: [ScriptedFlavor] = []
    package var quota: ScriptedQuota?
    package var extras: [NamedCount] = []
    package var architectures = ["amd64"]
    package var features: [String] = []
    package var maintenance: [Maintenance] = []
    package var executables: [String] = []
    package var preparing: TimeSpan?
    package var releasing: TimeSpan?
    package var prices: [Price] = []
    package var footprint: [Price] = []
    package var answer = ScriptedAnswer()
    package var steps: [ScriptedStep] = []
    package var run = ScriptedRun()
    package var otherRuns: [ScriptedRun] = []

    package init() {}

    package static let shape = Shape<ScriptedSettings>(
        "ScriptedSettings", "The script of a scripted platform.",
        [
            Field("name", \.name, "Name of the platform in answers; scripted unless set."),
            Field("summary", \.summary, "One sentence about it, for people."),
            Field(
                "stateDirectory", \.stateDirectory,
                "Where it remembers what it made, so that this outlives the program; in memory unless set."),
            Field("cores", \.cores, "Cores that are offered together; 8 unless set.", unit: .core),
            Field("memory", \.memory, "Memory that is offered together; 32 GiB unless set.", unit: .gibibyte),
            Field("storage", \.storage, "Storage that is offered together; 1000 GiB unless set.", unit: .gibibyte),
            Field("unlimited", \.isUnlimited, "There is as much of everything as is asked for; false unless set."),
            Field(
                "nodes", \.nodes,
                "Nodes, in place of cores and memory of one pool; what is storage and extras they share."),
            Field(
                "flavors", \.flavors, "Flavors, in place of cores and memory of one pool; storage is had beside them."),
            Field("quota", \.quota, "What all pieces of all flavors may have together; no bound unless set."),
            Field("extras", \.extras, "What else is counted, such as GPUs by model and licences."),
            Field("architectures", \.architectures, "Architectures of its machines; amd64 unless set."),
            Field("features", \.features, "Features of its machines; none unless set."),
            Field("maintenance", \.maintenance, "When there is less, or nothing at all, and why."),
            Field("preparing", \.preparing, "Estimate of preparation; the delays of its steps unless set."),
            Field("releasing", \.releasing, "Estimate of release; the delays of its steps unless set."),
            Field("executables", \.executables, "Kinds of executable that it takes; all unless set."),
            Field("prices", \.prices, "What it charges; nothing unless set."),
            Field("footprint", \.footprint, "What else is counted of its use, such as energy and carbon."),
            Field("answer", \.answer, "What it says when it is asked."),
            Field("steps", \.steps, "How calls that carry out work go wrong, or take their time."),
            Field("run", \.run, "What the work does once it is started."),
            Field("otherRuns", \.otherRuns, "What it does instead where `when` is so; the first that is."),
        ])
}

extension ScriptedSettings {
    var priceList: PriceList { PriceList(costs: prices, metrics: footprint) }
}

/// What a scripted platform says when it is asked.
package struct ScriptedAnswer: Shaped {
    package var delay = TimeSpan.zero
    package var refusals: [ScriptedRefusal] = []
    package var silence: ScriptedSilence?
    package var costs: [Cost] = []
    package var metrics: [Metric] = []

    package init() {}

    package static let shape = Shape<ScriptedAnswer>(
        "ScriptedAnswer", "What a scripted platform says when it is asked.",
        [
            Field("delay", \.delay, "How long it thinks; not at all unless set."),
            Field("refusals", \.refusals, "Reasons against, beside those that the request itself gives."),
            Field("silence", \.silence, "Why it gives no answer."),
            Field("costs", \.costs, "What it charges."),
            Field("metrics", \.metrics, "What else it promises."),
        ])
}

/// A reason against.
package struct ScriptedRefusal: Shaped {
    package var when: [ScriptedCondition] = []
    package var rung = Obstacle.Rung.notAllowed
    package var path = "executable"
    package var message = "{path}: the script of this platform says no."
    package var values = NamedTexts()
    package var couldChange: String?
    package var change: ScriptedChange?

    package init() {}

    package static let shape = Shape<ScriptedRefusal>(
        "ScriptedRefusal", "A reason against.",
        [
            Field("when", \.when, "What must all be so; it is always said unless set."),
            Field("rung", \.rung, "Why, on the ladder of refusals; notAllowed unless set."),
            Field("path", \.path, "The member of the request that stands in the way; executable unless set."),
            Field("message", \.message, "A sentence with names in braces."),
            Field("values", \.values, "What stands for the names; path, wanted and reason are there already."),
            Field("couldChange", \.couldChange, "Who could change it, when it is not the asker."),
            Field("change", \.change, "What the asker could change."),
        ])
}

/// What a member of the request must be like.
package struct ScriptedCondition: Shaped {
    package var path = ""
    package var above: Int64?
    package var below: Int64?
    package var contains: String?
    package var lacks: String?

    package init() {}

    package static let shape = Shape<ScriptedCondition>(
        "ScriptedCondition", "What a member of the request must be like; a list must have one item that is so.",
        [
            Field(
                "path", \.path,
                "The member, as compute.memory.min; of the complete request, with asker.subject and asker.groups."),
            Field("above", \.above, "The number is greater."),
            Field("below", \.below, "The number is less."),
            Field("contains", \.contains, "The text has this in it."),
            Field("lacks", \.lacks, "No text has this in it."),
        ])
}

/// What would make a refusal go away.
package struct ScriptedChange: Shaped {
    package var to: ScriptedValue?
    package var min: Int64?
    package var max: Int64?
    package var unit: ScriptedUnit?
    package var words: [String] = []
    package var pattern: String?

    package init() {}

    package static let shape = Shape<ScriptedChange>(
        "ScriptedChange", "What would make a refusal go away; with nothing set, to leave the member out.",
        [
            Field("to", \.to, "The smallest change; the end of the range or the first word unless set."),
            Field("min", \.min, "The least whole number that would do."),
            Field("max", \.max, "The greatest whole number that would do."),
            Field("unit", \.unit, "Unit of the numbers."),
            Field("words", \.words, "The words that would do."),
            Field("pattern", \.pattern, "Regular expression of the texts that would do."),
        ])
}

/// Why no answer is given.
package struct ScriptedSilence: Shaped {
    package var when: [ScriptedCondition] = []
    package var reason = Silence.Reason.unreachable
    package var message = "The script of this platform says nothing."

    package init() {}

    package static let shape = Shape<ScriptedSilence>(
        "ScriptedSilence", "Why no answer is given.",
        [
            Field("when", \.when, "What must all be so; it is always silent unless set."),
            Field("reason", \.reason, "The kind of silence; unreachable unless set."),
            Field("message", \.message, "A sentence with the cause."),
        ])
}
