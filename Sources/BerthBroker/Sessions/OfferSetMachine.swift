package import BerthModel

/// The life of an offer and its siblings, until one is accepted. No I/O, no clock.
package struct OfferSetMachine: Sendable {
    /// The offers of one set.
    package private(set) var records: [SessionRecord]
    private let messageLimit: Int

    package init(_ records: [SessionRecord], messageLimit: Int) {
        self.records = records
        self.messageLimit = messageLimit
    }

    /// What an update comes to.
    package enum Verdict: Sendable, Hashable {
        /// These records changed and have to be stored together.
        case changed([SessionRecord])
        /// It was so already.
        case unchanged
        /// The phase does not allow it.
        case wrongPhase(SessionPhase)
        /// The offer is no longer held.
        case expired
    }

    /// What an update to a phase comes to where the phase alone says so; `nil` for what is still offered.
    package static func verdict(on update: SessionPhase, in phase: SessionPhase) -> Verdict? {
        switch (phase, update) {
        case (.offered, _): nil
        case (.expired, _): .expired
        case (.rejected, .rejected): .unchanged
        case (.rejected, _), (.cancelled, _), (.initial, _), (_, .rejected): .wrongPhase(phase)
        default: .unchanged
        }
    }

    /// Accepts one offer and rejects its siblings. Source: WIRE.md §3.4.
    package mutating func accept(_ id: UUID, now: Instant) -> Verdict {
        let index = index(of: id)
        if let verdict = verdict(on: .accepted, at: index, now) { return verdict }
        var changed: [SessionRecord] = []
        var machine = SessionMachine(records[index], messageLimit: messageLimit)
        machine.accept(now: now)
        records[index] = machine.record
        changed.append(machine.record)
        for sibling in records.indices where sibling != index && records[sibling].phase == .offered {
            changed.append(close(sibling, .rejected, now))
        }
        return .changed(changed)
    }

    /// Rejects one offer; its siblings stay.
    package mutating func reject(_ id: UUID, now: Instant) -> Verdict {
        let index = index(of: id)
        return verdict(on: .rejected, at: index, now) ?? .changed([close(index, .rejected, now)])
    }

    private func index(of id: UUID) -> Int {
        guard let index = records.firstIndex(where: { $0.id == id }) else {
            preconditionFailure("the offer belongs to another set")
        }
        return index
    }

    private func verdict(on update: SessionPhase, at index: Int, _ now: Instant) -> Verdict? {
        let record = records[index]
        if record.phase == .offered, let expires = record.session.expires, expires <= now { return .expired }
        return Self.verdict(on: update, in: record.phase)
    }

    /// Expires every offer whose time is over.
    package mutating func expire(now: Instant) -> [SessionRecord] {
        var changed: [SessionRecord] = []
        for index in records.indices where records[index].phase == .offered {
            if let expires = records[index].session.expires, expires <= now {
                changed.append(close(index, .expired, now))
            }
        }
        return changed
    }

    private mutating func close(_ index: Int, _ phase: SessionPhase, _ now: Instant) -> SessionRecord {
        var machine = SessionMachine(records[index], messageLimit: messageLimit)
        machine.close(phase, now: now)
        records[index] = machine.record
        return machine.record
    }
}
