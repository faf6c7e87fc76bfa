import BerthDocument
import BerthModel
import BerthPlatform

/// Makes obstacles of a NO: each reason with its path and what was wanted and available, as the site said it, and the
/// changes that it told.
struct RefusalReader {
    let question: Question
    /// The request that was sent, for what was wanted.
    let request: ExecutionRequest
    let name: String

    private static let mostObstacles = 200
    private static let mostSets = 20

    /// Never empty; by the ladder.
    func obstacles(_ answer: OfferSetResponse) -> [Obstacle] {
        let messages = answer.meta?.messages ?? []
        let told = messages.compactMap { ChangeSet(reading: $0) }.prefix(Self.mostSets)
        let ranges = ranges(answer.meta?.options ?? [])
        let sets = told.map { ChangeSet($0.changes.map { bounded($0, ranges) }) }
        var obstacles: [Obstacle] = []
        let reasons = reasons(messages)
        for message in reasons.prefix(Self.mostObstacles) {
            let obstacle = obstacle(message)
            if !obstacles.contains(obstacle) { obstacles.append(obstacle) }
        }
        if obstacles.isEmpty {
            obstacles = [
                Obstacle(.never, ["executable"], "{origin} says no, and does not say why.", ["origin": name])
            ]
        }
        give(changes(ranges, sets), to: &obstacles)
        // Each of these is enough for all of the question, as the site says.
        obstacles[0].otherWays = sets.map(\.changes)
        return obstacles.sortedByRung
    }

    // MARK: reasons

    /// What says why: warnings and errors; all there is at a site that has no such.
    private func reasons(_ messages: [Message]) -> [Message] {
        let all = messages.filter { ChangeSet(reading: $0) == nil && !($0.message ?? $0.template ?? "").isEmpty }
        let grave = all.filter { $0.level == .warn || $0.level == .error }
        return grave.isEmpty ? all : grave
    }

    private func obstacle(_ message: Message) -> Obstacle {
        let (template, told) = Origin(name: name).told(message)
        var values = told
        let rung = values["reason"].flatMap { Obstacle.Rung(rawValue: $0) }
        let path = values["path"].flatMap { DocumentPath($0) }
        let couldChange = values["couldChange"]
        if rung != nil { values.entries.removeAll { ["reason", "couldChange"].contains($0.name) } }
        values.entries.removeAll { $0.name == "path" }
        // A platform there that was silent may answer another time.
        let isSilence = values["reason"].flatMap { Silence.Reason(rawValue: $0) } != nil
        values.entries.removeAll { $0.name == "reason" }
        return Obstacle(
            rung ?? (isSilence ? .notNow : .never), path ?? ["executable"], template, values,
            couldChange: rung == nil ? nil : couldChange)
    }

    // MARK: changes

    /// What may be set, by path, in the order in which it was told.
    private func ranges(_ options: [Option]) -> [(path: DocumentPath, range: Change.Range)] {
        options.prefix(Self.mostObstacles).compactMap { option in
            switch option {
            case .integerValue(let integer):
                guard let path = integer.path.flatMap({ DocumentPath($0) }) else { return nil }
                let unit = integer.units.flatMap { Unit(rawValue: $0) }
                return (path, .integers(min: integer.min, max: integer.max, unit: unit))
            case .enumValue(let words):
                guard let path = words.path.flatMap({ DocumentPath($0) }), !words.values.isEmpty else { return nil }
                return (path, .words(words.values))
            case .stringValue(let text):
                guard let path = text.path.flatMap({ DocumentPath($0) }) else { return nil }
                return (path, .text(pattern: text.pattern))
            case .integerDelta, .stranger: return nil
            }
        }
    }

    /// A change that was told, with the values that would do as well.
    private func bounded(_ change: Change, _ ranges: [(path: DocumentPath, range: Change.Range)]) -> Change {
        guard case .text(nil) = change.range, let found = ranges.first(where: { $0.path == change.path }) else {
            return change
        }
        return Change(path: change.path, to: change.to, range: found.range)
    }

    /// One change for each path: as a set tells it, else the nearest that an option allows.
    private func changes(_ ranges: [(path: DocumentPath, range: Change.Range)], _ sets: [ChangeSet]) -> [Change] {
        var changes: [Change] = []
        for change in sets.flatMap(\.changes) + ranges.compactMap({ nearest($0.path, $0.range) })
        where !changes.contains(where: { $0.path == change.path }) && change.option != nil {
            changes.append(change)
        }
        return changes
    }

    /// The value in a range that is nearest to what was asked; nil for one that cannot be told, or is no change.
    private func nearest(_ path: DocumentPath, _ range: Change.Range) -> Change? {
        let asked = request.document(at: path)
        switch range {
        case .integers(let least, let most, _):
            if let least, let most, least > most { return nil }
            let number = asked?.number.map { Int64(exactly: $0.rounded()) ?? .max }
            let value = number.map { min(max($0, least ?? .min), most ?? .max) } ?? least ?? most
            guard let value, value != number else { return nil }
            return Change(path: path, to: .integer(value), range: range)
        case .words(let words):
            if let asked = asked?.text, words.contains(asked) { return nil }
            return Change(path: path, to: .text(words[0]), range: range)
        default: return nil
        }
    }

    /// Each change goes to the reason that it is about, the first without one where it is about none.
    private func give(_ changes: [Change], to obstacles: inout [Obstacle]) {
        for change in changes {
            let place =
                obstacles.firstIndex { $0.change == nil && $0.path == change.path }
                ?? obstacles.firstIndex { $0.change == nil && change.path.steps.starts(with: $0.path.steps) }
            if let place { obstacles[place].change = change }
        }
    }
}
