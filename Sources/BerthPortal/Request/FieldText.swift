import BerthDocument
import BerthModel

/// Values of a request as a form shows them, and back.
enum FieldText {
    /// What a field shows. The second text is the end of a window and empty for all others.
    static func shown(_ value: Document?, _ kind: FormField.Kind) -> [String] {
        guard let value else { return kind == .window ? ["", ""] : [""] }
        switch kind {
        case .lines:
            guard case .list(let items) = value else { return [value.scalarText ?? ""] }
            return [items.map { line($0.scalarText ?? "") }.joined(separator: "\n")]
        case .pairs:
            guard case .map(let members) = value else { return [""] }
            return [
                members.members.map { "\($0.name)=\(line($0.value.scalarText ?? "", isValue: true))" }
                    .joined(separator: "\n")
            ]
        case .window:
            guard let text = value.scalarText, let interval = try? Interval(reading: text) else {
                return [value.scalarText ?? "", ""]
            }
            return [local(interval.start), local(interval.end)]
        default: return [value.scalarText ?? ""]
        }
    }

    /// One line for one text: as it is, or as a JSON text when it has lines of its own or would not come back.
    private static func line(_ text: String, isValue: Bool = false) -> String {
        let isPlain =
            !text.contains(where: \.isNewline) && !text.hasPrefix("\"") && text == text.trimmed
            && (isValue || !text.isEmpty)
        return isPlain ? text : Document.text(text).asJSON
    }

    /// Without its offset, as browsers want it.
    private static func local(_ instant: Instant) -> String {
        let text = instant.description.dropLast()
        return String(text.hasSuffix(":00") ? text.dropLast(3) : text)
    }

    /// Why a text is not taken: one sentence.
    struct Fault: Error, Sendable, Hashable {
        var message: String
    }

    /// What a field says; nil for nothing.
    ///
    /// - Parameters:
    ///   - texts: as `shown` gives them.
    ///   - now: stands in for a start that is not said.
    static func read(_ texts: [String], _ kind: FormField.Kind, now: Instant) throws(Fault) -> Document? {
        let text = texts.first ?? ""
        let word = text.trimmed
        switch kind {
        case .line: return word.isEmpty ? nil : .text(word)
        case .paragraph:
            let lines = unified(text)
            return lines.trimmed.isEmpty ? nil : .text(lines)
        case .whole:
            if word.isEmpty { return nil }
            guard let number = Int64(word) else { throw Fault(message: "Write a whole number, such as 4.") }
            return .integer(number)
        case .decimal:
            if word.isEmpty { return nil }
            guard let number = Double(word), number.isFinite else {
                throw Fault(message: "Write a number, such as 2.5.")
            }
            return .number(number)
        case .lines:
            let items = try lines(text).map { line throws(Fault) in Document.text(try value(of: line)) }
            return items.isEmpty ? nil : .list(items)
        case .pairs: return try pairs(text)
        case .flag: return word == "yes" ? .bool(true) : word == "no" ? .bool(false) : nil
        case .choice(let choices):
            if word.isEmpty { return nil }
            guard choices.contains(where: { $0.word == word }) else { throw Fault(message: "Choose one of the list.") }
            return .text(word)
        case .duration: return word.isEmpty ? nil : .text(try DurationText.read(word).description)
        case .window: return try window(word, texts.count > 1 ? texts[1].trimmed : "", now)
        }
    }

    private static func lines(_ text: String) -> [String] {
        unified(text).split(separator: "\n").map { String($0) }.filter { !$0.trimmed.isEmpty }
    }

    /// Browsers end lines with two characters.
    private static func unified(_ text: String) -> String {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).joined(separator: "\n")
    }

    private static func value(of line: String) throws(Fault) -> String {
        let word = line.trimmed
        guard word.hasPrefix("\"") else { return word }
        guard let text = (try? Document.read(Array(word.utf8), as: .json))?.text else {
            throw Fault(message: "\(word.prefix(40)) begins with a quote and is no JSON text; end the quote, too.")
        }
        return text
    }

    private static func pairs(_ text: String) throws(Fault) -> Document? {
        var members = DocumentMembers()
        for line in lines(text) {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].trimmed.isEmpty else {
                throw Fault(message: "Write NAME=VALUE in each line; \"\(line.trimmed.prefix(40))\" is none.")
            }
            let name = parts[0].trimmed
            if members[name] != nil { throw Fault(message: "\(name.prefix(40)) stands twice; leave one out.") }
            members.append(name, .text(try value(of: String(parts[1]))))
        }
        return members.isEmpty ? nil : .map(members)
    }

    private static func window(_ from: String, _ to: String, _ now: Instant) throws(Fault) -> Document? {
        if from.isEmpty && to.isEmpty { return nil }
        // An interval as it is written in a file.
        if from.contains("/"), to.isEmpty {
            do throws(Interval.ReadingError) {
                return .text(try Interval(reading: from).description)
            } catch {
                throw Fault(message: "This is no interval; write two instants, such as 2030-01-31T10:00.")
            }
        }
        let start = from.isEmpty ? now : try instant(from)
        // Who says only the earliest start takes any of the week after it.
        let end = to.isEmpty ? start + TimeSpan(seconds: 7 * 86_400) : try instant(to)
        guard start <= end else { throw Fault(message: "The latest start is before the earliest; write it later.") }
        return .text(Interval(start: start, end: end).description)
    }

    private static func instant(_ text: String) throws(Fault) -> Instant {
        for form in [text, text + "Z", text + ":00Z"] {
            if let instant = Instant(form) { return instant }
        }
        throw Fault(message: "Write a date and a time of UTC, such as 2030-01-31T10:00.")
    }
}

/// Lengths of time as people write them: `PT2H`, `90 min`, `2h`, `1 h 30 min`, `1 day`.
enum DurationText {
    /// What stands beside a field for one.
    static let forms = "Such as 90 min, 2h, 1 h 30 min, 3 days or PT2H30M."

    static func read(_ text: String) throws(FieldText.Fault) -> TimeSpan {
        if let span = TimeSpan(text.uppercased()) { return span }
        var rest = text.lowercased()[...]
        var seconds: Int64 = 0
        repeat {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(digits.count).drop { $0.isWhitespace }
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count).drop { $0.isWhitespace }
            guard let length = length(of: unit), let count = Int64(digits), count <= 10_000_000 else {
                throw FieldText.Fault(message: "Write a length of time, such as 30 min, 2 h or PT2H30M.")
            }
            seconds += count * length
        } while !rest.isEmpty
        return TimeSpan(seconds: seconds)
    }

    private static func length(of unit: Substring) -> Int64? {
        switch unit {
        case "s", "sec", "second", "seconds": 1
        case "m", "min", "minute", "minutes": 60
        case "h", "hour", "hours": 3_600
        case "d", "day", "days": 86_400
        default: nil
        }
    }
}
