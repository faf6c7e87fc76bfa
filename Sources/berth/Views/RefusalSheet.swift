import BerthAnswers
import BerthModel

/// The answer NO for people: reasons by the ladder, each with what would mend it.
struct RefusalSheet: Sendable {
    let refusal: Refusal
    let console: Console
    var stream = Console.Stream.output

    var lines: [String] {
        let count = refusal.reasons.count
        var lines = ["\(console.ink(.red, "NO", on: stream)), for \(count) \(count == 1 ? "reason" : "reasons")."]
        var told: Set<String> = []
        var last: Refusal.Reason?
        for group in refusal.groups {
            if group.reason != last { lines += ["", console.ink(.bold, group.reason.title, on: stream)] }
            last = group.reason
            lines += group.messages.count == 1 ? self.lines(of: group.messages[0]) : self.lines(of: group)
            if let path = group.messages[0].values["path"] { told.insert(path) }
        }
        if !refusal.changes.isEmpty {
            lines += ["", console.ink(.bold, "What was tried and would be a yes", on: stream)]
            for change in refusal.changes {
                let text = "  \(change.number)  \(change.set.phrase)  (\(change.platforms))"
                lines.append(console.ink(.green, text.printable, on: stream))
            }
        }
        let untold = !refusal.changes.isEmpty ? [] : refusal.options.filter { !told.contains($0.path ?? "") }
        let ranges = untold.compactMap { option in
            option.range.map { "  \(option.path ?? "?"): \($0)".printable }
        }
        if !ranges.isEmpty { lines += ["", console.ink(.bold, "What would do", on: stream)] + ranges }
        for note in refusal.notes {
            if let text = note.message { lines.append(console.ink(.dim, "note: \(text.printable)", on: stream)) }
        }
        return lines
    }

    /// The same said by several platforms, once.
    private func lines(of group: Refusal.Group) -> [String] {
        let values = group.messages[0].values
        let path = values["path"] ?? ""
        let names = group.messages.map { message -> String in
            let name = message.values["platform"] ?? "?"
            return message.values["available"].map { "\(name) \($0)" } ?? name
        }
        let shown = names.prefix(Self.namesShown).joined(separator: ", ")
        let rest = names.count > Self.namesShown ? " and \(names.count - Self.namesShown) more" : ""
        let place = path.isEmpty ? "" : "\(path): "
        if let wanted = values["wanted"], values["available"] != nil {
            let unit = values["unit"].map { " \($0)" } ?? ""
            return ["  \(place)wanted: \(wanted)\(unit); available: \(shown)\(rest)".printable]
        }
        return ["  \(place)\(group.messages[0].sentence)".printable, "      on: \(shown)\(rest)".printable]
    }

    private static let namesShown = 12

    private func lines(of message: Message) -> [String] {
        let values = message.values
        let path = values["path"] ?? ""
        let sentence = message.sentence
        // A sentence about no member, or about a platform, stands for itself.
        let platform = values["platform"].flatMap { sentence.hasPrefix($0 + " ") ? nil : $0 }
        let place = [path, platform.map { "(\($0))" } ?? ""].filter { !$0.isEmpty }.joined(separator: " ")
        var lines = ["  \(place)\(place.isEmpty ? "" : ": ")\(sentence)".printable]
        if let wanted = values["wanted"], let available = values["available"] {
            let unit = values["unit"].map { " \($0)" } ?? ""
            // The unit is that of what is wanted.
            let other = !unit.hasPrefix(" core") ? unit : available == "1" ? " core" : " cores"
            lines.append("      wanted: \(wanted)\(unit); available: \(available)\(other)".printable)
        }
        if let who = values["couldChange"] { lines.append("      could be changed by: \(who)".printable) }
        // What was tried says it better.
        if refusal.changes.isEmpty, let range = refusal.option(at: values["path"])?.range {
            lines.append("      would do: \(console.ink(.green, range.printable, on: stream))")
        }
        return lines
    }
}
