import BerthDocument
import BerthModel
import BerthPlatform

/// Rules about answers.
extension PlatformConformance {
    @Sendable static func hasProfile(_ candidate: Candidate, _ violations: inout Violations) async throws {
        let profile = candidate.platform.profile
        violations.expect(
            profile.name.isWord(with: "-_"), "the name \(profile.name) has more than letters, digits, - and _")
        violations.expect(!profile.kind.isEmpty, "the kind is missing")
        violations.expect(!profile.summary.isEmpty, "the summary is missing")
        violations.expect(!profile.executables.isEmpty, "there is no kind of executable that it can run")
        for amount in profile.capacity?.largest.amounts ?? [] {
            violations.expect(amount.amount >= 0, "the capacity of \(amount.name) is \(amount.amount)")
        }
    }

    @Sendable static func promisesWhatWasAsked(_ candidate: Candidate, _ violations: inout Violations) async throws {
        for request in [candidate.short, candidate.long, candidate.failing] {
            let question = try PlatformSession.question(request)
            guard case .yes(let plans) = await candidate.platform.canIDoThis(question) else {
                violations.add("a request that it can carry out is not answered yes")
                continue
            }
            violations.expect(!plans.isEmpty, "a yes without a plan")
            for plan in plans { check(plan, question, candidate.platform.profile, &violations) }
        }
    }

    private static func check(
        _ plan: Plan, _ question: Question, _ profile: PlatformProfile, _ violations: inout Violations
    ) {
        violations.expectEqual(plan.platform, profile.name, "the platform of a plan")
        violations.expectEqual(plan.executable?.kind, question.executable.kind, "the executable of a plan")
        violations.expectEqual(plan.storage.count, question.storage.count, "storage in a plan")
        violations.expectEqual(plan.data.count, question.data.count, "data in a plan")
        violations.expect(plan.preparing >= .zero, "preparing takes \(plan.preparing)")
        violations.expect(plan.releasing >= .zero, "releasing takes \(plan.releasing)")
        if let asked = question.compute.basic, let promised = plan.compute?.basic {
            for (name, asked, promised) in [
                ("cores", asked.cores, promised.cores), ("memory", asked.memory, promised.memory),
            ] {
                let (least, given) = (asked?.min ?? 0, promised?.min ?? 0)
                violations.expect(given >= least, "\(given) \(name) are promised where \(least) are needed")
                let most = asked?.max ?? .max
                violations.expect(
                    max(given, promised?.max ?? 0) <= max(most, least),
                    "\(promised?.max ?? given) \(name) are promised where \(most) is the most that is wanted")
            }
        } else {
            violations.add("a plan without cores and memory")
        }
        for amount in plan.demand.amounts {
            violations.expect(amount.amount >= 0, "a plan demands \(amount.amount) of \(amount.name)")
            if let capacity = profile.capacity {
                let most = capacity.largest[ResourceName(rawValue: amount.name)]
                violations.expect(amount.amount <= most, "a plan demands \(amount.amount) of \(most) \(amount.name)")
            }
        }
        for need in question.needs.amounts where profile.capacity != nil {
            let held = plan.demand[ResourceName(rawValue: need.name)]
            violations.expect(
                held >= need.amount, "a plan demands \(held) \(need.name) where \(need.amount) are needed")
        }
        let (read, problems) = Plan.reading(plan.document(for: .json), from: .json)
        violations.expect(read == plan && problems.isEmpty, "a plan does not come back from JSON as it was")
    }

    @Sendable static func givesReasons(_ candidate: Candidate, _ violations: inout Violations) async throws {
        violations.expect(!candidate.refused.isEmpty, "the candidate has no request that it must refuse")
        for request in candidate.refused {
            let question = try PlatformSession.question(request)
            guard case .no(let obstacles) = await candidate.platform.canIDoThis(question) else {
                violations.add("a request that it must refuse is not answered no")
                continue
            }
            violations.expect(!obstacles.isEmpty, "a no without a reason")
            let rungs = obstacles.map(\.rung)
            violations.expect(rungs == rungs.sorted(), "the reasons are not in the order of the ladder: \(rungs)")
            for obstacle in obstacles {
                violations.expect(
                    isThere(obstacle.path, in: request, question), "\(obstacle.path) is no path of the request")
                let message = obstacle.message(at: PlatformSession.now, from: nil).message ?? ""
                violations.expect(
                    !message.isEmpty && !message.contains("{"), "the sentence \"\(message)\" is not filled in")
            }
        }
    }

    /// What is missing is there when what it is missing from is.
    private static func isThere(_ path: DocumentPath, in request: Document, _ question: Question) -> Bool {
        guard !path.isRoot else { return false }
        let writer = ModelWriter(syntax: .json)
        var complete = DocumentMembers()
        complete.append("compute", question.compute.write(writer) ?? .null)
        complete.append("storage", question.storage.write(writer) ?? .null)
        for document in [request, .map(complete)] {
            var parent = path
            parent.removeLast()
            if document.value(at: path) != nil { return true }
            if !parent.isRoot && document.value(at: parent) != nil { return true }
        }
        return path.steps.count == 1
    }

    @Sendable static func offersChangesThatHelp(_ candidate: Candidate, _ violations: inout Violations) async throws {
        for request in candidate.refused {
            guard case .no(let obstacles) = await candidate.platform.canIDoThis(try PlatformSession.question(request))
            else { continue }
            for obstacle in obstacles {
                guard let change = obstacle.change else { continue }
                violations.expect(isInRange(change), "\(change.path): \(change.to) is not in the range of its change")
                let changed: Question
                do { changed = try PlatformSession.question(change.applied(to: request)) } catch {
                    violations.add("\(change.path): the changed request cannot be read: \(error)")
                    continue
                }
                guard case .no(let left) = await candidate.platform.canIDoThis(changed) else { continue }
                violations.expect(
                    !left.contains { $0.path == obstacle.path && $0.template == obstacle.template },
                    "\(obstacle.path): the change to \(change.to) does not take the reason away")
            }
        }
    }

    private static func isInRange(_ change: Change) -> Bool {
        switch (change.range, change.to) {
        case (.integers(let least, let most, _), .integer(let value)):
            value >= least ?? .min && value <= most ?? .max
        case (.integers, _): false
        case (.words(let words), .text(let text)): words.contains(text)
        case (.words(let words), .bool(let value)): words.contains("\(value)")
        case (.words, _): false
        case (.text, _), (.absent, _), (.component, _): true
        case (.groups(let groups), .text(let text)): groups.contains(text)
        case (.groups, _): false
        }
    }

    @Sendable static func answersTheSameTwice(_ candidate: Candidate, _ violations: inout Violations) async throws {
        for request in [candidate.short, candidate.long, candidate.failing] + candidate.refused {
            let question = try PlatformSession.question(request)
            let first = text(of: await candidate.platform.canIDoThis(question))
            let others = await withTaskGroup(of: String.self) { group in
                for _ in 0..<8 { group.addTask { text(of: await candidate.platform.canIDoThis(question)) } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            violations.expect(others.allSatisfy { $0 == first }, "the same question has another answer")
        }
        let left = try await candidate.leftovers()
        violations.expect(left.isEmpty, "asking made \(left.joined(separator: ", "))")
    }

    /// An answer to the last byte.
    private static func text(of answer: Answer) -> String {
        switch answer {
        case .yes(let plans):
            plans.map { plan in
                String(decoding: (try? plan.document(for: .json).written(as: .json)) ?? [], as: UTF8.self)
            }
            .joined(separator: "\n")
        case .no(let obstacles): "\(obstacles)"
        case .silence(let silence): "\(silence)"
        }
    }
}
