import BerthModel
import BerthPlatform

/// One reason why a platform does not do it, with everything that would take it away.
struct Blocker: Sendable {
    var obstacle: Obstacle
    /// Each is enough for this obstacle by itself; none where the asker cannot change anything.
    var ways: [[Change]]

    init(_ obstacle: Obstacle, ways: [[Change]]? = nil) {
        self.obstacle = obstacle
        if let ways {
            self.ways = ways
        } else {
            let first = obstacle.change.map { [[$0]] } ?? []
            self.ways = first + obstacle.otherWays.filter { !first.contains($0) }
        }
    }
}

/// What one platform says to one request, to the end: its answer, and whether there is room.
enum Verdict: Sendable {
    case yes
    /// Never empty.
    case no([Blocker])
    /// It could not be found out.
    case silence
}

extension Broker {
    /// What a platform would say to a request; nothing is held for it.
    ///
    /// - Parameter deadline: what has not been answered by then is silence.
    func verdict(
        of platform: any Platform, on request: ExecutionRequest, for asker: Identity, now: Instant, by deadline: Instant
    ) async -> Verdict {
        let problems = request.validated(wasRead: true)
        if !problems.isEmpty { return .no(problems.map { Blocker($0.obstacle, ways: $0.ways(in: request)) }) }
        let question = Question(
            request, asker: asker, now: now, defaults: settings.defaults, nextID: world.nextID)
        switch await answers(of: [platform], to: question, by: deadline)[0].answer {
        case .silence: return .silence
        case .no(let obstacles): return .no(obstacles.map { Blocker($0) })
        case .yes(let plans):
            giveBack(plans, to: platform)
            return memory.withLock { memory in
                blockers(of: plans, question, now: now, in: memory.ledger).map { .no($0) } ?? .yes
            }
        }
    }

    /// Why none of the plans has a slot; `nil` when one has.
    ///
    /// Plans are different ways to do the same: what would make room for one of them is enough.
    func blockers(of plans: [Plan], _ question: Question, now: Instant, in ledger: Ledger) -> [Blocker]? {
        var blockers: [Blocker] = []
        for plan in plans {
            let times = SlotTimes(question, plan, now: now, offerLife: settings.offerLife)
            if let obstacle = times.obstacle(question) {
                blockers.append(Blocker(obstacle))
                continue
            }
            let place = ledger.place(plan, times, group: nil, for: question.asker)
            guard let obstacle = place.obstacles(times).last else { return nil }
            var blocker = Blocker(obstacle)
            if place.isOfTime { blocker.ways += ledger.relief(plan, times, for: question.asker).ways(question, times) }
            blockers.append(blocker)
        }
        guard var first = blockers.min(by: { $0.obstacle.rung < $1.obstacle.rung }) else { return nil }
        first.ways = blockers.flatMap(\.ways)
        return [first]
    }
}
