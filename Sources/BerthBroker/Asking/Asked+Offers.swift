import BerthModel
import BerthPlatform

/// The answer YES.
extension Asked {
    /// Makes offers and holds what they promise; none when nobody can, and then `refusal` says why.
    mutating func offers(most: Int, of broker: Broker) -> [SessionRecord] {
        guard let question else { return [] }
        // Platforms took their time: what is promised begins now.
        let now = broker.world.now()
        let life = setID == nil ? .zero : broker.settings.offerLife
        let plans = plans
        var (records, late, beyond): ([SessionRecord], [Late], [Late]) = ([], [], [])
        broker.memory.withLock { memory in
            for platform in platforms { memory.ledger.follow(platform.profile) }
            let settings = broker.settings
            let mine = memory.unfinished(of: asker)
            let most = min(
                most, settings.unfinishedSessions - memory.unfinishedOverAll, settings.unfinishedPerPerson - mine)
            if most < 1 {
                late.append(("", mine >= settings.unfinishedPerPerson ? .fullForYou(settings) : .full(settings)))
                return
            }
            var placed: [SessionRecord] = []
            var seen: Set<Plan.Appearance> = []
            for plan in plans where seen.insert(plan.appearance).inserted {
                let times = SlotTimes(question, plan, now: now, offerLife: life)
                if let obstacle = times.obstacle(question) {
                    late.append((plan.platform, obstacle))
                    continue
                }
                let id = broker.world.nextID()
                let found = memory.ledger.place(plan, times, group: self.id, for: asker)
                switch found {
                case .slot(let slot, let place):
                    var own = plan.withOwnIdentifiers(broker.world.nextID)
                    own.place = place
                    guard memory.ledger.hold(id, own, slot, group: self.id, for: asker) else { continue }
                    if let place, plan.place == nil {
                        own.messages.append(Message(.info, time: now, "On the node {node}.", ["node": place]))
                    }
                    if let name = named(plan.platform) {
                        own.messages.insert(
                            Message(.info, time: now, "Offered by {platform}.", ["platform": name]), at: 0)
                    }
                    let record = SessionRecord(
                        offer: own, id: id, set: setID, to: asker, held: slot,
                        expires: times.expires(slot), now: now)
                    placed.append(record)
                case .neverYours: beyond += found.obstacles(times).map { (plan.platform, $0) }
                case .none, .overShare, .never: late += found.obstacles(times).map { (plan.platform, $0) }
                }
            }
            let chosen = OfferChoice.chosen(placed.map { OfferChoice($0) }, most: most)
            for (index, extra) in placed.enumerated() where !chosen.contains(index) {
                memory.ledger.release(extra.id, on: extra.plan.platform)
            }
            records = chosen.map { placed[$0] }
            for record in records { memory.begin(record, as: setID == nil ? .accepted : .offered) }
        }
        // A plan that is too large for one person is no reason where a smaller one has its own.
        late += beyond.filter { plan in !late.contains { $0.platform == plan.platform } }
        // Two plans of one platform that wait for the same thing say it once, and none where another has an offer.
        let offering = Set(records.map(\.plan.platform))
        var said: [String: Set<Obstacle>] = [:]
        self.late = late.filter {
            !offering.contains($0.platform) && said[$0.platform, default: []].insert($0.obstacle).inserted
        }
        return records
    }

    private var plans: [Plan] {
        answers.flatMap { answer -> [Plan] in
            if case .yes(let plans) = answer.answer { plans } else { [] }
        }
    }

    /// Where a platform can do the least sooner than the most, asks it for as much as is free then.
    mutating func lookBetween(of broker: Broker) async {
        guard let question, broker.world.now() < now + broker.settings.answerTime else { return }
        for (index, platform) in platforms.enumerated() {
            guard case .yes(let plans) = answers[index].answer, let most = plans.first, let least = plans.last,
                plans.count > 1, platform.profile.capacity?.hasFlavors != true
            else { continue }
            let ceiling = broker.memory.withLock { memory in
                Self.ceiling(memory.ledger, question, most, least, broker.settings)
            }
            guard let ceiling, let between = request.atMost(ceiling) else { continue }
            let asked = Question(
                between, asker: asker, now: now, defaults: broker.settings.defaults, nextID: broker.world.nextID)
            let answer = await broker.answers(of: [platform], to: asked, by: now + broker.settings.answerTime)[0].answer
            guard case .yes(let found) = answer, let largest = found.first else { continue }
            answers[index].answer = .yes([most, largest] + plans.dropFirst())
        }
    }

    /// What is free when the least can begin, where the most has to wait; `nil` where that would be no other plan.
    private static func ceiling(
        _ ledger: Ledger, _ question: Question, _ most: Plan, _ least: Plan, _ settings: BrokerSettings
    ) -> Resources? {
        func slot(_ plan: Plan) -> (held: HeldSlot, place: String?)? {
            let times = SlotTimes(question, plan, now: question.now, offerLife: settings.offerLife)
            guard case .slot(let slot, let place) = ledger.place(plan, times, group: nil, for: question.asker) else {
                return nil
            }
            return (slot, place)
        }
        guard let soon = slot(least),
            let free = ledger.free(on: least.platform, in: soon.place, during: soon.held, for: question.asker)
        else { return nil }
        if let late = slot(most), late.held.start <= soon.held.start { return nil }
        let isMore = free[.cores] > least.demand[.cores] || least.demand[.memory] <= free[.memory] - bytesPerGibibyte
        return isMore ? free : nil
    }
}

extension ExecutionRequest {
    /// The same with no more cores and memory than there are, `nil` where it asks for nothing that could be less.
    fileprivate func atMost(_ free: Resources) -> ExecutionRequest? {
        guard var simple = compute?.basic else { return nil }
        func range(_ range: IntegerRange?, _ most: Int64) -> IntegerRange? {
            guard let range, range.max ?? .max > most else { return range }
            return IntegerRange(min: range.min, max: Swift.max(range.min ?? 0, most))
        }
        simple.cores = range(simple.cores, free[.cores])
        simple.memory = range(simple.memory, free[.memory] / bytesPerGibibyte)
        var request = self
        request.compute?.basic = simple
        return request
    }
}
