import BerthAnswers
import BerthModel
import BerthPlatform

extension Refusal {
    /// What a script is told: the best that can be hoped for from any of the platforms.
    ///
    /// All reasons of a platform must go away, so that the gravest of each counts.
    var exitCode: ExitCode {
        var gravest: [String: Reason] = [:]
        for (reason, message) in reasons {
            let platform = message.values["platform"] ?? ""
            gravest[platform] = max(gravest[platform] ?? reason, reason)
        }
        let all = Set(gravest.values)
        if all.contains(.rung(.notNow)) { return .notNow }
        if all.contains(.silence) { return .silence }
        if all.contains(.rung(.notYou)) { return .notYours }
        return .no
    }
}
