import BerthDocument
import BerthModel
package import BerthPlatform

extension ScriptedPlatform {
    package func canIDoThis(_ question: Question) async -> Answer {
        let answer = settings.answer
        if answer.delay > .zero { await clock.sleep(clock.now() + answer.delay) }
        // Most scripts look at nothing.
        lazy var facts = question.facts
        if let silence = answer.silence, silence.when.allSatisfy({ $0.holds(for: facts) }) {
            return .silence(Silence(silence.reason, silence.message, waited: answer.delay))
        }
        var obstacles = question.obstaclesOfKind(
            executables: profile.executables,
            traits: MachineTraits(architectures: settings.architectures, features: settings.features))
        if let capacity = profile.capacity { obstacles += question.obstaclesOfSize(capacity: capacity) }
        obstacles += question.obstaclesOfQuotes(
            prices: settings.priceList, capacity: profile.capacity, costs: answer.costs, metrics: answer.metrics)
        for refusal in answer.refusals where refusal.when.allSatisfy({ $0.holds(for: facts) }) {
            obstacles.append(refusal.obstacle(facts))
        }
        if !obstacles.isEmpty { return .no(obstacles.sortedByRung) }
        return .yes(
            question.plans(on: settings.name, capacity: profile.capacity, prices: settings.priceList) { plan in
                let parts = Part.inOrder(of: plan)
                plan.preparing = settings.preparing ?? settings.time(of: parts.map(\.preparing) + [.start])
                plan.releasing = settings.releasing ?? settings.time(of: parts.map(\.releasing))
                plan.costs += answer.costs
                plan.metrics += answer.metrics
            })
    }
}

extension ScriptedSettings {
    /// How long calls take, each made for the first time.
    func time(of calls: [ScriptedCall]) -> TimeSpan {
        var counts: [ScriptedCall: Int64] = [:]
        return calls.reduce(.zero) { time, call in
            counts[call, default: 0] += 1
            return time + (step(call, number: counts[call] ?? 1)?.delay ?? .zero)
        }
    }
}

extension ScriptedSettings {
    /// What the work of a session does.
    func run(of work: Work) -> ScriptedRun {
        if otherRuns.isEmpty { return run }
        let facts = work.facts
        return otherRuns.first { $0.when.allSatisfy { $0.holds(for: facts) } } ?? run
    }
}

extension Work {
    /// What conditions look at: what was promised, and to whom.
    var facts: Document {
        .map(
            DocumentMembers(writing: [
                "executable": plan.executable, "compute": plan.compute, "storage": plan.storage, "data": plan.data,
                "asker": owner,
            ]))
    }
}

extension Question {
    /// What conditions look at: the complete request, and who asks.
    var facts: Document {
        .map(
            DocumentMembers(writing: [
                "executable": executable, "compute": compute, "storage": storage, "data": data, "costs": costs,
                "metrics": metrics, "asker": asker,
            ]))
    }
}

extension ScriptedCondition {
    func holds(for facts: Document) -> Bool {
        let scalars = DocumentPath(path).flatMap { facts.value(at: $0) }.map(Self.scalars) ?? []
        if let above, !scalars.contains(where: { $0.number.map { $0 > Double(above) } ?? false }) { return false }
        if let below, !scalars.contains(where: { $0.number.map { $0 < Double(below) } ?? false }) { return false }
        let texts = scalars.compactMap(\.scalarText)
        if let contains, !texts.contains(where: { $0.contains(contains) }) { return false }
        if let lacks, texts.contains(where: { $0.contains(lacks) }) { return false }
        return true
    }

    /// The items of a list, or the value itself.
    private static func scalars(_ value: Document) -> [Document] {
        if case .list(let items) = value { items } else { [value] }
    }
}

extension ScriptedRefusal {
    func obstacle(_ facts: Document) -> Obstacle {
        let place = DocumentPath(path) ?? .root
        var values = values
        if values["wanted"] == nil, let wanted = facts.value(at: place)?.scalarText {
            values.entries.append(.init(name: "wanted", text: wanted))
        }
        return Obstacle(
            rung, place, message, values, couldChange: couldChange, change: change?.change(at: place))
    }
}

extension ScriptedChange {
    func change(at path: DocumentPath) -> Change {
        if let first = words.first {
            return Change(path: path, to: to?.document ?? .text(first), range: .words(words))
        }
        if let end = max ?? min {
            return Change(
                path: path, to: to?.document ?? .integer(end),
                range: .integers(min: min, max: max, unit: unit.flatMap { BerthModel.Unit(rawValue: $0.rawValue) }))
        }
        guard let to else { return Change(path: path, to: .null, range: .absent) }
        return Change(path: path, to: to.document, range: .text(pattern: pattern))
    }
}
