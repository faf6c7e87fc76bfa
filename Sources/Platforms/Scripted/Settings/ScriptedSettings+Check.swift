import BerthDocument
import BerthModel
package import BerthPlatform

extension ScriptedSettings {
    /// Most lines that a run may write: every read of its output looks at all of them.
    static let lineLimit = 10_000

    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        let isName = name.utf8.count <= 64 && name.isWord(with: "-_")
        // It is the name of a directory, too.
        if !isName { throw .setting("name", "is \(name); it takes 1 to 64 letters, digits, - and _") }
        if let stateDirectory, !stateDirectory.hasPrefix("/") {
            throw .setting("stateDirectory", "is \(stateDirectory), which is not an absolute path")
        }
        for (key, value) in [("cores", cores), ("memory", memory), ("storage", storage)] {
            if value < 0 { throw .setting(key, "is \(value); it must be at least 0") }
        }
        for (index, kind) in executables.enumerated() where Kind(uri: kind)?.family != Kind.dockerContainer.family {
            throw .setting("executables[\(index)]", "is \(kind), which is no kind of executable")
        }
        try checkCapacity()
        if let fault = priceList.fault { throw .setting(fault.key, fault.message) }
        try check(answer)
        try checkSteps()
        try check(run, "run")
        for (index, run) in otherRuns.enumerated() {
            try check(run, "otherRuns[\(index)]")
            try check(run.when, "otherRuns[\(index)]")
        }
    }

    private func check(_ answer: ScriptedAnswer) throws(PlatformError) {
        try check([
            ("preparing", preparing), ("releasing", releasing), ("answer.delay", answer.delay),
        ])
        for (index, refusal) in answer.refusals.enumerated() {
            let key = "answer.refusals[\(index)]"
            if DocumentPath(refusal.path) == nil {
                throw .setting(key + ".path", "is \(refusal.path), which is no path such as compute.cores.min")
            }
            if let change = refusal.change, change.pattern != nil, change.to == nil, change.words.isEmpty {
                throw .setting(key + ".change.to", "is missing; a pattern alone does not say what would do")
            }
            if let least = refusal.change?.min, let most = refusal.change?.max, least > most {
                throw .setting(key + ".change.min", "is \(least), which is more than its max")
            }
            try check(refusal.when, key)
        }
        try check(answer.silence?.when ?? [], "answer.silence")
    }

    private func check(_ conditions: [ScriptedCondition], _ key: String) throws(PlatformError) {
        for (index, condition) in conditions.enumerated() where DocumentPath(condition.path)?.isRoot != false {
            throw .setting(
                key + ".when[\(index)].path", "is \(condition.path), which is no path such as compute.cores.min")
        }
    }

    private func checkSteps() throws(PlatformError) {
        for (index, step) in steps.enumerated() {
            let key = "steps[\(index)]"
            if step.step == nil {
                let names = ScriptedCall.allCases.map(\.rawValue).joined(separator: ", ")
                throw .setting(key + ".step", "is missing; it is one of \(names)")
            }
            if let call = step.call, call < 1 { throw .setting(key + ".call", "is \(call); it must be at least 1") }
            try check([(key + ".delay", step.delay)])
        }
    }

    private func check(_ run: ScriptedRun, _ key: String) throws(PlatformError) {
        try check([(key + ".queued", run.queued), (key + ".duration", run.duration)])
        if run.output.count > Self.lineLimit {
            throw .setting(key + ".output", "has \(run.output.count) lines; it may have \(Self.lineLimit)")
        }
        for (index, line) in run.output.enumerated() { try check([("\(key).output[\(index)].at", line.at)]) }
        for (index, connector) in run.connectors.enumerated() where connector.location.isEmpty {
            throw .setting("\(key).connectors[\(index)].location", "is missing; it is the URL")
        }
    }

    private func check(_ spans: [(String, TimeSpan?)]) throws(PlatformError) {
        for (key, span) in spans {
            if let span, span < .zero { throw .setting(key, "is \(span); no time is less than none") }
        }
    }
}
