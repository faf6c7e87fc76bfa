import BerthModel
import BerthPlatform

/// The table of `docs/PLATFORMS.md`, made from what each kind declares.
enum PlatformsPage {
    static var text: String {
        let kinds = PlatformKind.all
        var lines = ["| | " + kinds.map { "`\($0.word)`" }.joined(separator: " | ") + " |"]
        lines.append("|---|" + kinds.map { _ in "---|" }.joined())
        for ability in Ability.allCases {
            let cells = kinds.map { word($0.settings.abilities.answers[ability]) }
            lines.append("| \(ability.summary) | " + cells.joined(separator: " | ") + " |")
        }
        for kind in kinds {
            lines += ["", "## `\(kind.word)`", kind.summary, ""]
            lines.append(
                "- runs: " + kind.settings.abilities.executables.map { "`\($0.name)`" }.joined(separator: ", "))
            for ability in Ability.allCases {
                guard let answer = kind.settings.abilities.answers[ability], answer != .yes else { continue }
                lines.append("- \(ability.summary): \(answer.text)")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func word(_ answer: Abilities.Answer?) -> String {
        switch answer {
        case .yes: "yes"
        case .partly: "partly"
        case .no, nil: "no"
        }
    }
}
