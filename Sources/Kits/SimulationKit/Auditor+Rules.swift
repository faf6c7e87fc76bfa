import BerthBroker
import BerthModel
import BerthPlatform
import BerthReservations

/// What must be so after every write.
extension Auditor {
    /// The steps that may follow each step.
    private static let next: [Step: Set<Step>] = [
        .offered: [.wait, .none], .wait: [.prepare, .none], .prepare: [.prepare, .start, .cancel],
        .start: [.observe, .cancel], .observe: [.observe, .release, .cancel], .cancel: [.cancel, .release],
        .release: [.release, .none],
    ]

    /// The phases that a step may be taken in.
    private static let phases: [Step: Set<SessionPhase>] = [
        .offered: [.offered], .wait: [.accepted], .prepare: [.preparing], .start: [.available],
        .observe: [.available, .running], .cancel: [.releasing], .release: [.releasing],
        .none: [.rejected, .expired, .completed, .failed, .cancelled],
    ]

    /// The phases that may follow each phase.
    private static let following: [SessionPhase: Set<SessionPhase>] = [
        .offered: [.accepted, .rejected, .expired], .accepted: [.preparing, .cancelled],
        .preparing: [.available, .releasing], .available: [.running, .releasing], .running: [.releasing],
        .releasing: [.completed, .failed, .cancelled],
    ]

    func check(_ record: SessionRecord, after before: SessionRecord) {
        let id = record.id
        if record.revision != before.revision + 1 { say("\(id) goes from \(before.revision) to \(record.revision)") }
        if Self.next[before.step]?.contains(record.step) != true {
            say("\(id) takes the step \(record.step) after \(before.step)")
        }
        if Self.phases[record.step]?.contains(record.phase) != true {
            say("\(id) is \(record.phase.rawValue) at the step \(record.step)")
        }
        if record.owner != before.owner || record.offerSet != before.offerSet || record.plan != before.plan
            || record.session.created != before.session.created
        {
            say("\(id) is another one than before")
        }
        if record.session.modified < before.session.modified { say("\(id) goes back in time") }
        checkHistory(record, after: before)
        checkParts(record, after: before)
        checkDecision(record, after: before)
    }

    private func checkHistory(_ record: SessionRecord, after before: SessionRecord) {
        let phases = record.history.map(\.phase)
        if !phases.starts(with: before.history.map(\.phase)) { say("\(record.id) tells another history") }
        if phases.last != record.phase { say("\(record.id) has not noted that it is \(record.phase.rawValue)") }
        for (earlier, later) in zip(phases, phases.dropFirst()) {
            if Self.following[earlier]?.contains(later) != true {
                say("\(record.id) goes from \(earlier.rawValue) to \(later.rawValue)")
            }
        }
        if before.ending == .cancelled, record.phase == .completed { say("\(record.id) completed after a cancel") }
    }

    /// One part at a time, up and then down.
    private func checkParts(_ record: SessionRecord, after before: SessionRecord) {
        let last = Int64(record.parts.count - 1)
        let isRight =
            switch (before.step, record.step) {
            case (.wait, .prepare): record.partIndex == 0
            case (.prepare, .prepare): record.partIndex == before.partIndex + 1 && record.partIndex <= last
            case (.prepare, .start): before.partIndex == last
            case (.release, .release): record.partIndex == before.partIndex - 1 && record.partIndex >= 0
            case (.release, .none): before.partIndex == 0
            case (_, .release): record.partIndex == last
            default: true
            }
        if !isRight {
            say(
                "\(record.id) goes from \(before.step) \(before.partIndex) to \(record.step) \(record.partIndex)"
                    + " with \(last + 1) parts")
        }
        let isOpen = record.session.connectors.contains { $0.status != .finished }
        if record.step == .release || record.step == .none, isOpen { say("\(record.id) has connectors after its end") }
    }

    private func checkDecision(_ record: SessionRecord, after before: SessionRecord) {
        guard before.phase == .offered else { return }
        let expires = before.session.expires ?? .latest
        if record.phase == .accepted {
            if record.session.modified >= expires { say("\(record.id) is accepted after it expired") }
            let promised = before.held.availableEnd - before.held.availableStart
            if record.held.availableEnd - record.held.availableStart != promised {
                say("\(record.id) is accepted for another time than it was offered for")
            }
            if record.held.start < before.held.start || record.held.end > before.held.bookedEnd {
                say("\(record.id) is accepted for what it does not hold")
            }
        }
        if record.phase == .expired, record.session.modified < expires { say("\(record.id) expires too early") }
        if record.session.expires != nil { say("\(record.id) expires after it was decided") }
    }

    func checkWinners(of set: UUID) {
        let members = state.withLock { state in state.members[set, default: []].compactMap { state.records[$0] } }
        let winners = members.filter { ![.offered, .rejected, .expired].contains($0.phase) }
        if winners.count > 1 { say("\(set) has \(winners.count) winners") }
        if winners.count == 1, members.contains(where: { $0.phase == .offered }) {
            say("\(set) has a winner and open offers")
        }
    }

    /// Never more is promised than there is, of the pool, of each node, and of each flavor and the quota: what is
    /// accepted counts by itself, of the offers of a set the largest.
    func checkCapacity() {
        let open = Array(state.withLock(\.open).values)
        for (platform, capacity) in capacities.sorted(by: { $0.key < $1.key }) {
            let here = open.filter { $0.plan.platform == platform }
            let closures = capacity.closures.map(\.during.start)
            for instant in Set(here.map(\.held.start) + closures).sorted() {
                let held = here.filter { $0.held.start <= instant && instant < $0.held.bookedEnd }
                check(held, on: platform, capacity, at: instant)
            }
        }
    }

    private func check(_ held: [SessionRecord], on platform: String, _ capacity: Capacity, at instant: Instant) {
        switch capacity.form {
        case .pool(let all): check(held, all, of: platform, nil, capacity, at: instant)
        case .nodes(let nodes, let shared):
            check(held, shared, of: platform, nil, Capacity(shared), at: instant)
            for node in nodes {
                let there = held.filter { $0.plan.place == node.name }
                check(there, node.resources, of: "\(platform) \(node.name)", node.name, capacity, at: instant)
            }
            for record in held where !nodes.contains(where: { $0.name == record.plan.place }) {
                say("\(record.id) is held on no node of \(platform)")
            }
        case .flavors(let flavors, let quota):
            check(held, quota, of: platform, nil, capacity, at: instant)
            for flavor in flavors {
                let pieces = held.filter { $0.plan.place == flavor.name }
                let isAway = capacity.closures.contains {
                    !$0.places.isEmpty && $0.concerns(flavor.name) && $0.holds(instant)
                }
                let most = isAway ? 0 : flavor.count ?? .max
                let used = Self.used(by: pieces) { _ in 1 }
                if used > most { say("\(platform) has promised \(used) of \(most) \(flavor.name) for \(instant)") }
            }
            for record in held where !flavors.contains(where: { $0.name == record.plan.place }) {
                say("\(record.id) is held of no flavor of \(platform)")
            }
        }
    }

    /// - Parameter place: the node or flavor that closures may be about.
    private func check(
        _ held: [SessionRecord], _ resources: Resources, of name: String, _ place: String?, _ capacity: Capacity,
        at instant: Instant
    ) {
        let closed = capacity.closures.filter { $0.concerns(place) && $0.holds(instant) }
        for amount in resources.amounts {
            let resource = ResourceName(rawValue: amount.name)
            let most = closed.reduce(amount.amount) { min($0, $1.left[resource]) }
            let used = Self.used(by: held) { $0.plan.demand[resource] }
            if used > most { say("\(name) has promised \(used) of \(most) \(amount.name) for \(instant)") }
        }
    }

    private static func used(by held: [SessionRecord], _ amount: (SessionRecord) -> Int64) -> Int64 {
        var sum: Int64 = 0
        var largest: [UUID: Int64] = [:]
        for record in held {
            if record.phase == .offered, let set = record.offerSet {
                largest[set] = max(largest[set] ?? 0, amount(record))
            } else {
                sum += amount(record)
            }
        }
        return largest.values.reduce(sum, +)
    }
}

extension Closure {
    fileprivate func holds(_ instant: Instant) -> Bool { during.start <= instant && instant < during.end }
}
