package import BerthDocument
package import BerthModel
package import BerthPlatform

/// What a platform said to one question: plans, obstacles, why it was silent, or nothing in time.
package struct SnapshotAnswer: Shaped {
    /// Tells the question from the platform's other questions.
    package var question = ""
    package var plans: [Plan] = []
    package var obstacles: [SnapshotObstacle] = []
    package var silence: SnapshotSilence?

    package init() {}

    package static let shape = Shape<SnapshotAnswer>(
        "SnapshotAnswer", "What a platform said to one question.",
        [
            Field("question", \.question, "Tells the question from the platform's other questions."),
            Field("plans", \.plans, "How it would do it."), Field("obstacles", \.obstacles, "Why it cannot."),
            Field("silence", \.silence, "Why it could not find out."),
        ])

    init(_ print: String, _ answer: Answer?) {
        question = print
        switch answer {
        case .yes(let plans):
            // Nobody but the platform reads its own, and it may tell of the site's insides.
            self.plans = plans.map { plan in
                var plan = plan
                plan.details = nil
                return plan
            }
        case .no(let obstacles): self.obstacles = obstacles.map { SnapshotObstacle($0) }
        case .silence(let silence): self.silence = SnapshotSilence(silence)
        case nil: break
        }
    }

    /// `nil` where nothing was said in time.
    var answer: Answer? {
        if let silence { return .silence(silence.silence) }
        if !obstacles.isEmpty { return .no(obstacles.map(\.obstacle)) }
        return plans.isEmpty ? nil : .yes(plans)
    }
}

package struct SnapshotSilence: Shaped {
    package var reason = Silence.Reason.unreachable
    package var message = ""
    package var waited = TimeSpan.zero

    package init() {}

    package static let shape = Shape<SnapshotSilence>(
        "SnapshotSilence", "Why a platform gave no answer.",
        [
            Field("reason", \.reason, "The kind of silence."), Field("message", \.message, "The cause."),
            Field("waited", \.waited, "How long was waited."),
        ])

    init(_ silence: Silence) { (reason, message, waited) = (silence.reason, silence.message, silence.waited) }

    var silence: Silence { Silence(reason, message, waited: waited) }
}

package struct SnapshotObstacle: Shaped {
    package var rung = Obstacle.Rung.never
    package var path = ""
    package var template = ""
    package var values = NamedTexts()
    package var couldChange: String?
    /// The first is the obstacle's own; each is enough by itself.
    package var ways: [SnapshotWay] = []
    package var hasOwnWay = false

    package init() {}

    package static let shape = Shape<SnapshotObstacle>(
        "SnapshotObstacle", "One reason why a platform cannot.",
        [
            Field("rung", \.rung, "Where it stands on the ladder."),
            Field("path", \.path, "The member of the request."),
            Field("template", \.template, "A sentence with names in braces."),
            Field("values", \.values, "What stands for the names."),
            Field("couldChange", \.couldChange, "Who could change it."),
            Field("ways", \.ways, "What would take it away: each by itself."),
            Field("hasOwnWay", \.hasOwnWay, "Whether the first way is the one that is told with it."),
        ])

    init(_ obstacle: Obstacle) {
        rung = obstacle.rung
        path = obstacle.path.description
        template = obstacle.template
        values = obstacle.values
        couldChange = obstacle.couldChange
        hasOwnWay = obstacle.change != nil
        ways = ((obstacle.change.map { [[$0]] } ?? []) + obstacle.otherWays).map { SnapshotWay($0) }
    }

    var obstacle: Obstacle {
        let all = ways.map { $0.changes.map(\.change) }
        return Obstacle(
            rung, DocumentPath(path) ?? .root, template, values, couldChange: couldChange,
            change: hasOwnWay ? all.first?.first : nil, otherWays: Array(all.dropFirst(hasOwnWay ? 1 : 0)))
    }
}

/// Changes that are made together.
package struct SnapshotWay: Shaped {
    package var changes: [SnapshotChange] = []

    package init() {}

    package static let shape = Shape<SnapshotWay>(
        "SnapshotWay", "Changes that are made together.", [Field("changes", \.changes, "All of them.")])

    init(_ changes: [Change]) { self.changes = changes.map { SnapshotChange($0) } }
}

package struct SnapshotChange: Shaped {
    package var path = ""
    package var to: Document?
    package var range = Range.absent
    package var min: Int64?
    package var max: Int64?
    package var unit: String?
    package var words: [String] = []
    package var pattern: String?

    package enum Range: String, ModelEnumeration {
        case integers, words, text, absent, component, groups

        package static let name = "SnapshotRange"
        package static let summary = "Which values would do."
    }

    package init() {}

    package static let shape = Shape<SnapshotChange>(
        "SnapshotChange", "A change of one member.",
        [
            Field("path", \.path, "The member."), Field("to", \.to, "What it becomes."),
            Field("range", \.range, "Which values would do."), Field("min", \.min, "The least number."),
            Field("max", \.max, "The greatest number."), Field("unit", \.unit, "Unit of the numbers."),
            Field("words", \.words, "The words that would do."),
            Field("pattern", \.pattern, "Form of the texts that would do."),
        ])

    init(_ change: Change) {
        path = change.path.description
        to = change.to == .null ? nil : change.to
        switch change.range {
        case .integers(let min, let max, let unit):
            (range, self.min, self.max, self.unit) = (.integers, min, max, unit?.rawValue)
        case .words(let words): (range, self.words) = (.words, words)
        case .text(let pattern): (range, self.pattern) = (.text, pattern)
        case .absent: break
        case .component: range = .component
        case .groups(let groups): (range, words) = (.groups, groups)
        }
    }

    var change: Change {
        let range: Change.Range =
            switch range {
            case .integers: .integers(min: min, max: max, unit: unit.flatMap { Unit(rawValue: $0) })
            case .words: .words(words)
            case .text: .text(pattern: pattern)
            case .absent: .absent
            case .component: .component
            case .groups: .groups(words)
            }
        return Change(path: DocumentPath(path) ?? .root, to: to ?? .null, range: range)
    }
}
