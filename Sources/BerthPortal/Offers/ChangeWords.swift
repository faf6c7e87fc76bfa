import BerthAnswers
import BerthDocument
import BerthModel
import BerthPlatform

/// A change of a request as people say it: `at most 64 cores instead of 128`.
struct ChangeWords: Sendable {
    let change: Change
    /// The request that is to be changed.
    let request: Document

    /// Changes that are made together, in words.
    static func text(_ set: ChangeSet, of request: Document) -> String {
        set.changes.map { ChangeWords(change: $0, request: request).text }.joined(separator: ", and ")
    }

    /// The same without what was asked: of many requests the same.
    static func short(_ set: ChangeSet, of request: Document) -> String {
        set.changes.map { ChangeWords(change: $0, request: request).short }.joined(separator: ", and ")
    }

    var text: String {
        guard !isWhole, let old, old != change.to, let before = said(old) else { return short }
        return "\(short) instead of \(before)"
    }

    /// Without what it was before.
    var short: String {
        if change.isOfAsker { return "you in the group \(change.to.text ?? "")" }
        if change.range == .absent { return "without \(part)" }
        if let kind = change.to["kind"]?.text {
            return "\(noun) as a \((Kind(uri: kind)?.name ?? kind).replacing("-", with: " "))"
        }
        let value = measured(change.to)
        switch names.last {
        case "min", "max", "count": return "\(bound)\(value)"
        case "duration": return "for \(value)"
        case "start": return "a start \(value)"
        default: return "\(noun) \(value)"
        }
    }

    // MARK: the place

    private var names: [String] {
        change.path.steps.compactMap { if case .member(let name) = $0 { name } else { nil } }
    }

    private var old: Document? { request.value(at: change.path) }

    /// Nothing that has a value before and after.
    private var isWhole: Bool { change.isOfAsker || change.range == .absent || change.to["kind"] != nil }

    /// Less of what was wanted is as much as there is; more is as little as will do.
    private var bound: String {
        if names.first == "costs" { return "a price of up to " }
        guard let new = change.to.number, let old = old?.number else { return names.last == "max" ? "at most " : "" }
        return names.last == "max" || new < old ? "at most " : "at least "
    }

    /// What is there before, with its unit only where the new one has none.
    private func said(_ old: Document) -> String? {
        switch names.last {
        case "min", "max", "count": old.scalarText
        case "start": measured(old)
        default: old.scalarText == nil ? nil : measured(old)
        }
    }

    /// A value with its unit.
    private func measured(_ value: Document) -> String {
        let text = value.scalarText ?? value.asJSON
        switch names.last {
        case "duration": return TimeSpan(text).map(TimeText.span) ?? text
        case "start": return Self.window(text)
        default: return unit(value).map { "\(text) \($0)" } ?? text
        }
    }

    private func unit(_ value: Document) -> String? {
        let isOne = value == .integer(1)
        switch (names.first, names.dropFirst().first) {
        case ("compute", "cores"): return isOne ? "core" : "cores"
        case ("compute", "memory"): return "GiB of memory"
        case ("compute", "accelerators") where names.last != "model":
            return isOne ? "accelerator" : "accelerators"
        case ("storage", "size"): return "GiB in \(named(upTo: 2) ?? "its storage")"
        case ("costs", _):
            let type = request.value(at: DocumentPath(Array(change.path.steps.dropLast())))?["type"]?.text
            return type.flatMap { $0.split(whereSeparator: { $0 == "/" || $0 == "#" }).last.map(String.init) }
        default: return nil
        }
    }

    /// `not before 2030-01-31 12:00 UTC`.
    private static func window(_ text: String) -> String {
        guard let interval = try? Interval(reading: text) else { return text }
        return "not before \(Portal.day(interval.start))"
    }

    // MARK: what it is called

    /// The name that the request gives what stands at the first steps of the path.
    private func named(upTo count: Int) -> String? {
        let path = DocumentPath(Array(change.path.steps.prefix(count)))
        return request.value(at: path)?["meta"]?["name"]?.text
    }

    /// What is left out.
    private var part: String {
        let name = named(upTo: 2).map { " \($0)" } ?? ""
        let value = old?.scalarText.map { " \($0)" } ?? ""
        switch (names.first, names.last) {
        case ("storage", "storage"): return "the storage\(name)"
        case ("data", "data"): return "the data\(name)"
        case ("costs", "costs"): return "the highest price"
        case (_, "volumes"): return "the mount"
        case (_, "features"): return "the feature\(value)"
        case (_, "accelerators"): return "the accelerator"
        default: return "\(noun)\(value)"
        }
    }

    private var noun: String {
        let name = names.last { !["min", "max"].contains($0) } ?? ""
        switch name {
        case "executable": return "the task"
        case "compute": return "the machine"
        case "model" where names.contains("accelerators"): return "the accelerator"
        default: return "the " + FieldWords.words(of: name).lowercased()
        }
    }
}
