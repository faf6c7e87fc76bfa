import BerthDocument
package import BerthModel
package import BerthPlatform

extension Broker {
    /// Accepts, rejects or cancels. What is already so stays so: repeating is harmless.
    ///
    /// - Throws: `malformed` for an update that cannot be meant, `wrongPhase`, `expired`, `notFound`, `notYours`,
    ///   `storeFailed`, `stopping`.
    package func update(_ id: UUID, with update: Update, as asker: Identity) async throws(BrokerError) -> SessionView {
        try checkRunning()
        let phase = try update.phase()
        let stored = try await stored(id, as: asker)
        switch phase {
        case .accepted, .rejected: return try await decide(stored, phase, as: asker)
        case .cancelled: return try await cancel(try SessionRecord(stored), as: asker)
        default:
            throw BrokerError(
                .wrongPhase, "A session cannot be set to \(phase.rawValue); it can be accepted, rejected or cancelled.",
                path: ["phase"])
        }
    }

    // MARK: offers

    /// The compare-and-set of the store decides between two who come at the same time.
    private func decide(
        _ first: StoredSession, _ phase: SessionPhase, as asker: Identity
    ) async throws(BrokerError) -> SessionView {
        // Each failure means that somebody else changed one of the offers, which happens a few times at most.
        var failures = 0
        while failures < Broker.mostRivals {
            let siblings = try await siblings(of: first)
            guard let own = siblings.first(where: { $0.id == first.id }) else { throw Self.notFound(first.id) }
            // Of a thousand who accept at the same time all but a few come too late: for them nothing else is read.
            if let verdict = OfferSetMachine.verdict(on: phase, in: own.phase) {
                guard verdict == .unchanged else { throw Self.refused(own, verdict, siblings) }
                return view(try SessionRecord(own))
            }
            // An accept is about all offers of its set, and one of them is enough at a time.
            let set = phase == .accepted ? first.offerSet : nil
            if let set, await !turns.begin(set) { continue }
            defer { if let set { turns.end(set) } }
            if let record = try await decide(own, among: siblings, phase, as: asker) { return view(record) }
            failures += 1
        }
        throw BrokerError(.storeFailed, "The offer \(first.id) is changed by others again and again; try again.")
    }

    /// - Returns: `nil` when somebody else was faster.
    private func decide(
        _ own: StoredSession, among siblings: [StoredSession], _ phase: SessionPhase, as asker: Identity
    ) async throws(BrokerError) -> SessionRecord? {
        var records: [SessionRecord] = []
        for session in siblings where session.phase == .offered { records.append(try SessionRecord(session)) }
        var machine = OfferSetMachine(records, messageLimit: settings.messagesPerSession)
        let now = world.now()
        let verdict = phase == .accepted ? machine.accept(own.id, now: now) : machine.reject(own.id, now: now)
        guard case .changed(let changed) = verdict else { throw Self.refused(own, verdict, siblings) }
        // Nobody may have joined whose rejection would be forgotten.
        let count = phase == .accepted && own.offerSet != nil ? siblings.count : nil
        guard try await replace(changed, set: own.offerSet, among: count) else { return nil }
        if phase == .accepted, let set = own.offerSet { stopLate(of: set) }
        for record in changed { align(record) }
        log(
            BrokerEvent(
                .info, phase == .accepted ? "offer.accepted" : "offer.rejected",
                ["session": "\(own.id)", "owner": asker.subject, "platform": own.platform]))
        return changed.first { $0.id == own.id }
    }

    private func siblings(of session: StoredSession) async throws(BrokerError) -> [StoredSession] {
        guard let set = session.offerSet else {
            // Direct execution: nobody else is there.
            return [session]
        }
        do throws(StoreError) {
            return try await store.offerSet(set)?.sessions ?? []
        } catch {
            throw .store(error)
        }
    }

    private func replace(_ records: [SessionRecord], set: UUID?, among count: Int?) async throws(BrokerError) -> Bool {
        var stored: [StoredSession] = []
        for record in records { stored.append(try record.stored()) }
        do throws(BrokerError) {
            return try await write { () async throws(StoreError) in try await store.replace(stored, among: count) }
        } catch {
            doubt(offerSet: set, sessions: records.map(\.id))
            throw error
        }
    }

    private static func refused(
        _ own: StoredSession, _ verdict: OfferSetMachine.Verdict, _ siblings: [StoredSession]
    ) -> BrokerError {
        if verdict == .expired {
            return BrokerError(
                .expired, "The offer \(own.id) has expired and is no longer held; ask again.", path: ["phase"])
        }
        let winner = siblings.first { $0.id != own.id && ![.offered, .rejected, .expired].contains($0.phase) }
        if own.phase == .rejected, let winner {
            return BrokerError(
                .wrongPhase, "The offer \(own.id) was rejected because \(winner.id) of the same set was accepted.",
                path: ["phase"])
        }
        return BrokerError(
            .wrongPhase, "The session \(own.id) is \(own.phase.rawValue); only an offer can be accepted or rejected.",
            path: ["phase"])
    }

    // MARK: cancel

    private func cancel(_ record: SessionRecord, as asker: Identity) async throws(BrokerError) -> SessionView {
        if record.phase == .offered {
            throw BrokerError(
                .wrongPhase, "The session \(record.id) is an offer; it can be accepted or rejected.", path: ["phase"])
        }
        // An accept of which only the answer was lost may not have been seen yet.
        if !record.phase.isEnd { align(record) }
        if let runner = memory.withLock({ $0.runners[record.id] }), await runner.stop(.cancelled) {
            log(BrokerEvent(.info, "session.cancelled", ["session": "\(record.id)", "owner": asker.subject]))
        }
        let now = try await self.record(record.id, as: asker)
        if now.stop == .cancelled { return view(now) }
        try checkRunning()
        throw BrokerError(
            .wrongPhase, "The session \(record.id) is \(now.phase.rawValue) and can no longer be cancelled.",
            path: ["phase"])
    }
}

extension Update {
    /// The phase that a session is to be set to.
    ///
    /// - Throws: `malformed` for what is no update of a phase, `wrongPhase` for another member.
    fileprivate func phase() throws(BrokerError) -> SessionPhase {
        let change: (path: String?, value: String?)
        switch self {
        case .stringValue(let update), .enumValue(let update): change = (update.path, update.value)
        case .integerValue(let update): change = (update.path, nil)
        case .integerDelta(let update): change = (update.path, nil)
        case .stranger(let kind, _):
            throw BrokerError(
                .malformed,
                kind.isEmpty
                    ? "kind is missing: it says what kind of update this is."
                    : "The kind of update \(kind) is not known here.", path: ["kind"])
        }
        guard let path = change.path else {
            throw BrokerError(.malformed, "path is missing: it names the member to change.", path: ["path"])
        }
        guard path == "phase" else {
            throw BrokerError(
                .wrongPhase, "\(path) of a session cannot be changed, only its phase.", path: ["path"])
        }
        guard let value = change.value else {
            throw BrokerError(
                .malformed, "A phase is set to a word, with value ACCEPTED, REJECTED or CANCELLED.", path: ["value"])
        }
        guard let phase = SessionPhase(rawValue: value) else {
            throw BrokerError(.malformed, "\(value) is not a phase of a session.", path: ["value"])
        }
        return phase
    }
}
