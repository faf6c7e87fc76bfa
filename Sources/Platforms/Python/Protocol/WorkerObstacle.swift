import BerthDocument
import BerthModel
import BerthPlatform

/// An obstacle as a worker says it.
struct WorkerObstacle: Shaped {
    var rung: Obstacle.Rung?
    var path = ""
    var template = ""
    var values = NamedTexts()
    var couldChange: String?
    var change: WorkerChange?
    var otherWays: [[WorkerChange]] = []

    static let shape = Shape<WorkerObstacle>(
        "WorkerObstacle", "An obstacle as a worker says it.",
        [
            Field("rung", \.rung, "Its place on the ladder."), Field("path", \.path, "The member of the request."),
            Field("template", \.template, "A sentence."), Field("values", \.values, "What stands for its names."),
            Field("couldChange", \.couldChange, "Who could change it."),
            Field("change", \.change, "What the asker could change."),
            Field("otherWays", \.otherWays, "What else would do."),
        ])

    /// Nil for what is none.
    var obstacle: Obstacle? {
        let whole = DocumentPath([])
        guard let rung, !template.isEmpty, let place = path.isEmpty ? whole : DocumentPath(path) else { return nil }
        return Obstacle(
            rung, place, template, values, couldChange: couldChange, change: change?.change,
            otherWays: otherWays.map { $0.compactMap(\.change) }.filter { !$0.isEmpty })
    }
}

/// A change as a worker says it.
struct WorkerChange: Shaped {
    var path = ""
    var to: Document?
    var range: WorkerRange?

    static let shape = Shape<WorkerChange>(
        "WorkerChange", "A change as a worker says it.",
        [
            Field("path", \.path, "The member of the request."), Field("to", \.to, "What it would have to be."),
            Field("range", \.range, "Which values would do."),
        ])

    /// Nil for what cannot be told.
    var change: Change? {
        guard let place = DocumentPath(path) else { return nil }
        if range?.type == "absent" { return Change(path: place, to: .null, range: .absent) }
        guard let to, to != .null else { return nil }
        switch range?.type ?? "text" {
        case "integers":
            let unit = range?.unit.flatMap { Unit(rawValue: $0) }
            return Change(path: place, to: to, range: .integers(min: range?.min, max: range?.max, unit: unit))
        case "words":
            guard let words = range?.words, !words.isEmpty else { return nil }
            return Change(path: place, to: to, range: .words(words))
        case "text": return Change(path: place, to: to, range: .text(pattern: range?.pattern))
        case "component": return to["kind"] == nil ? nil : Change(path: place, to: to, range: .component)
        case "groups":
            guard let groups = range?.groups, !groups.isEmpty else { return nil }
            return .inGroup(groups)
        default: return nil
        }
    }
}

/// Which values would do, as a worker says it.
struct WorkerRange: Shaped {
    var type = ""
    var min: Int64?
    var max: Int64?
    var unit: String?
    var words: [String] = []
    var pattern: String?
    var groups: [String] = []

    static let shape = Shape<WorkerRange>(
        "WorkerRange", "Which values would do, as a worker says it.",
        [
            Field("type", \.type, "integers, words, text, absent, component or groups."),
            Field("min", \.min, "The least."), Field("max", \.max, "The most."), Field("unit", \.unit, "Of both."),
            Field("words", \.words, "One of these."), Field("pattern", \.pattern, "Of a text."),
            Field("groups", \.groups, "One of these."),
        ])
}
