import BerthDocument
import BerthModel
import BerthPlatform

/// Makes plans of what a site offers, and holds each offer against the question: a site that promises less than was
/// asked is not believed.
struct OfferReader {
    let question: Question
    let name: String
    /// What was added to the instants of the question.
    let shift: TimeSpan
    /// When the question was sent: what is held for so long is held from then on at least.
    let sent: Instant
    /// To whom it is offered, where the site is asked as that person.
    var asker: Identity?

    /// What is wrong with an offer.
    struct Fault: Error, Hashable { var what: String }

    /// An offer that ends so soon can no longer be accepted in time.
    static let leastLife = TimeSpan(seconds: 5)
    /// So much earlier than there an offer ends here, so that an accept in its last second still comes in time.
    static let margin = TimeSpan(seconds: 2)
    /// What a site that says no end of an offer is believed.
    static let usualLife = TimeSpan(seconds: 300)
    private static let mostMessages = 20

    /// - Parameter answer: the offer set, whose messages tell of other platforms there.
    func plan(_ offer: Session, of answer: OfferSetResponse) throws(Fault) -> Plan {
        guard let id = offer.component.meta?.uuid else { throw Fault(what: "an offer has no identifier") }
        if let phase = offer.phase, phase != .offered {
            throw Fault(what: "an offer is \(phase.rawValue) from the beginning")
        }
        var plan = Plan(question, on: name, demand: Resources())
        take(offer, &plan)
        try check(plan)
        plan.demand = demand(plan)
        try time(offer, answer, &plan)
        plan.costs = offer.component.costs
        plan.metrics = offer.component.metrics
        if let obstacle = question.obstaclesOfQuotes(costs: plan.costs, metrics: plan.metrics).first {
            throw Fault(what: "an offer breaks a limit: \(obstacle.message(at: question.now, from: nil).message ?? "")")
        }
        let origin = Origin(name: name)
        let told = offer.component.meta?.messages ?? []
        // What others there said concerns the choice between offers.
        let others = (answer.meta?.messages ?? []).filter { ChangeSet(reading: $0) == nil }
        plan.messages = (told.prefix(Self.mostMessages) + others.prefix(Self.mostMessages))
            .map { origin.marked($0, at: question.now) }
        var details = RemotePlan()
        details.offer = id
        details.messages = Int64(told.count)
        details.asker = asker
        plan.details = details.document(for: .json)
        return plan
    }

    // MARK: what is promised

    /// The components of the offer in place of those of the question, where they are the same ones.
    private func take(_ offer: Session, _ plan: inout Plan) {
        if let executable = offer.executable, executable.kind == question.executable.kind {
            plan.executable = executable
        }
        // References between these are identifiers: all of them, or none.
        if offer.storage.count == question.storage.count, offer.data.count == question.data.count,
            let compute = offer.compute, compute.kind == question.compute.kind, isWhole(offer)
        {
            (plan.storage, plan.data, plan.compute) = (offer.storage, offer.data, compute)
        } else if let promised = offer.compute?.basic, var basic = question.compute.basic {
            basic.cores = promised.cores ?? basic.cores
            basic.memory = promised.memory ?? basic.memory
            plan.compute?.basic = basic
        }
        plan.executable?.change { component, life in component.forgetPlace(&life) }
        plan.compute?.change { component, life in component.forgetPlace(&life) }
        for index in plan.storage.indices {
            plan.storage[index].change { component, life in component.forgetPlace(&life) }
        }
        for index in plan.data.indices { plan.data[index].change { component, life in component.forgetPlace(&life) } }
        plan.compute?.close(question.compute)
    }

    private func isWhole(_ offer: Session) -> Bool {
        offer.storage.allSatisfy { $0.uuid != nil } && offer.data.allSatisfy { $0.uuid != nil }
    }

    private func check(_ plan: Plan) throws(Fault) {
        guard let asked = question.compute.basic, let promised = plan.compute?.basic else { return }
        for (what, unit, asked, promised) in [
            ("cores", "", asked.cores, promised.cores), ("memory", " GiB", asked.memory, promised.memory),
        ] {
            let (least, given) = (asked?.min ?? 0, promised?.min ?? 0)
            if given < least {
                throw Fault(what: "an offer has \(given)\(unit) \(what) where \(least)\(unit) are needed")
            }
            if let most = asked?.max, given > max(most, least) {
                throw Fault(what: "an offer has \(given)\(unit) \(what) where \(most)\(unit) are the most")
            }
        }
        for (index, (asked, promised)) in zip(question.storage, plan.storage).enumerated() {
            guard case .simple(let asked) = asked, case .simple(let promised) = promised else { continue }
            let (least, given) = (asked.size?.min ?? 0, promised.size?.min ?? 0)
            if given < least {
                throw Fault(what: "an offer has \(given) GiB in storage[\(index)] where \(least) GiB are needed")
            }
        }
    }

    private func demand(_ plan: Plan) -> Resources {
        let compute = plan.compute?.basic
        var demand = Resources(
            cores: compute?.cores?.min ?? 0, memoryBytes: (compute?.memory?.min ?? 0).gibibytesInBytes,
            storageBytes: question.needs[.storage])
        demand.amounts.removeAll { $0.amount < 0 }
        return demand
    }

    // MARK: when

    private func time(_ offer: Session, _ answer: OfferSetResponse, _ plan: inout Plan) throws(Fault) {
        let unshift = TimeSpan(milliseconds: -shift.milliseconds)
        plan.heldUntil = try held(offer, answer, unshift) + TimeSpan(milliseconds: -Self.margin.milliseconds)
        let available = offer.schedule?.available
        if let duration = available?.duration, duration < question.duration {
            throw Fault(what: "an offer is for \(duration) where \(question.duration) is needed")
        }
        plan.preparing = max(.zero, offer.schedule?.preparing?.duration ?? .zero)
        plan.releasing = max(.zero, offer.schedule?.releasing?.duration ?? .zero)
        guard let start = available?.start?.start else { return }
        let begin = start + unshift
        // Clocks are read in whole seconds.
        let tolerance = SiteClock.tolerance
        if begin + tolerance < question.window.start || begin > question.window.end + tolerance {
            throw Fault(what: "an offer begins at \(begin), outside of \(question.window)")
        }
        plan.availableFrom = begin
    }

    /// Until when it is held, by the clock here: as long as the offer says, and not longer than its life is long.
    private func held(
        _ offer: Session, _ answer: OfferSetResponse, _ unshift: TimeSpan
    ) throws(Fault) -> Instant {
        guard let expires = offer.expires else { return sent + Self.usualLife }
        var held = expires + unshift
        if let made = offer.component.meta?.created ?? answer.meta?.created {
            held = min(held, sent + (expires - made))
        }
        if held < sent + Self.leastLife { throw Fault(what: "an offer is over before it can be accepted") }
        return held
    }
}

extension Component {
    /// What is so there, and not here.
    fileprivate mutating func forgetPlace(_ life: inout Life) {
        life = Life()
        meta?.url = nil
        meta?.options = []
        meta?.created = nil
        meta?.modified = nil
    }
}

extension ComputeResource {
    /// An offer that leaves the most open does not promise more than was wanted.
    fileprivate mutating func close(_ asked: ComputeResource) {
        guard var basic else { return }
        func closed(_ range: IntegerRange?, _ wanted: IntegerRange?) -> IntegerRange? {
            guard let range, let most = wanted?.max, range.max ?? .max > most else { return range }
            return IntegerRange(min: range.min, max: max(most, range.min ?? 0))
        }
        basic.cores = closed(basic.cores, asked.basic?.cores)
        basic.memory = closed(basic.memory, asked.basic?.memory)
        self.basic = basic
    }
}
