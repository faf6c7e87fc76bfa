import BerthAnswers
import BerthModel
import BerthPlatform

/// What one platform says to a task, rung by rung of the ladder of reasons.
struct LadderSheet: Sendable {
    let platform: String
    let answer: OfferSetResponse
    let console: Console
    let time: TimeText

    /// What holds where a rung has no obstacle; in the order in which a platform looks.
    private static let rungs: [(rung: Obstacle.Rung, holds: String)] = [
        (.contradictory, "the task makes sense"), (.notKnown, "all that it names is known here"),
        (.never, "there is enough of everything"), (.notAllowed, "the site allows it"),
        (.dataUnreachable, "its data can be reached"), (.notYou, "it is open to you"),
        (.tooDear, "it costs no more than you allow"), (.notNow, "there is room in time"),
    ]

    var lines: [String] {
        let refusal = Refusal(answer.meta)
        if answer.result == .yes {
            return ["\(name): \(console.ink(.green, "YES", on: .output))"] + ladder([:]) + offers
        }
        var obstacles: [Obstacle.Rung: [Message]] = [:]
        var others: [Message] = []
        for (reason, message) in refusal.reasons {
            if case .rung(let rung) = reason {
                obstacles[rung, default: []].append(message)
            } else {
                others.append(message)
            }
        }
        let isSilent = !refusal.reasons.isEmpty && refusal.reasons.allSatisfy { $0.reason == .silence }
        let word = isSilent ? console.ink(.yellow, "no answer", on: .output) : console.ink(.red, "NO", on: .output)
        var lines = ["\(name): \(word)"]
        // Who gave no answer has looked at nothing.
        if !obstacles.isEmpty { lines += ladder(obstacles) }
        lines += others.compactMap { $0.message.map { "  \($0.printable)" } }
        for change in refusal.changes {
            lines.append(console.ink(.green, "  it would be a yes: \(change.set.phrase)".printable, on: .output))
        }
        return lines
    }

    private var name: String { console.ink(.bold, platform.printable, on: .output) }

    private func ladder(_ obstacles: [Obstacle.Rung: [Message]]) -> [String] {
        // A task that contradicts itself is shown to no platform, and time is looked at only for what can be at all.
        let isShown = obstacles[.contradictory] == nil
        let isTimed =
            isShown
            && obstacles.allSatisfy { rung, messages in
                // When one may hold what is asked for is a question of time, too.
                rung == .notNow || messages.allSatisfy { $0.values["path"] == "schedule.requested.start" }
            }
        return Self.rungs.flatMap { rung, holds -> [String] in
            if let messages = obstacles[rung] {
                return messages.map { "  ✗ \($0.message ?? "")".printable }
            }
            let isLooked = rung == .contradictory || (rung == .notNow ? isTimed : isShown)
            return [isLooked ? "  ✓ \(holds)" : console.ink(.dim, "  – \(holds): not looked at", on: .output)]
        }
    }

    private var offers: [String] {
        OfferSheet(answer: answer, console: console, time: time).lines.dropFirst().map { "  \($0)" }
    }

    /// The code of the better of two answers.
    static func better(_ one: ExitCode, _ other: ExitCode) -> ExitCode {
        let order: [ExitCode] = [.success, .notNow, .silence, .notYours, .no]
        return order.first { $0 == one || $0 == other } ?? other
    }
}
