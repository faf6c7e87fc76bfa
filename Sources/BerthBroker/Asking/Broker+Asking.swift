package import BerthModel
package import BerthPlatform

extension Broker {
    /// Asks every platform. The answer NO is an answer and no error.
    ///
    /// - Parameters:
    ///   - request: read from a document.
    ///   - ignored: what was found when it was read: members that are not known are told in messages, values that
    ///     cannot be meant make the answer NO.
    ///   - choice: which platforms are asked.
    ///   - key: when it is known already, so is the answer: the same offer set, as it stands now, or the same NO.
    ///   - digest: of the request, kept with the offers for whoever signs them; made only when there are some.
    ///   - via: the brokers that it came through, the last one last.
    ///   - wishes: how long is waited, and for what.
    /// - Throws: `storeFailed`, `stopping`, `tooMany`, `keyReused`, `keyBusy`.
    package func ask(
        _ request: ExecutionRequest, ignored: [Problem] = [], among choice: PlatformChoice = .all,
        key: QuestionKey? = nil, digest: @escaping @Sendable () -> String? = { nil }, via: [String] = [],
        wishes: AskingWishes = AskingWishes(), as asker: Identity
    ) async throws(BrokerError) -> OfferSetResponse {
        try beginQuestion()
        defer { endQuestion() }
        try take(key)
        defer { release(key) }
        if let key, let earlier = try await earlier(key) {
            logRepeated(key, asker)
            switch earlier {
            case .yes(let set, let offers): return answer(key.id, set, offers)
            case .no(let refusal): return refusal.answer
            }
        }
        let id = key?.id ?? world.nextID()
        // Asked anew under the same key, what was said to it before is forgotten.
        if key != nil { stopLate(of: id) }
        var asked = await Asked(
            request, found: ignored, among: choice, asker: asker, via: via, now: world.now(), id: id, wishes: wishes,
            of: self)
        asked.digest = digest
        let late = takeUpLate(of: asked)
        do throws(BrokerError) {
            await asked.lookBetween(of: self)
            let offers = asked.offers(most: settings.offersPerAnswer, of: self)
            giveBackUnused(of: asked, offered: offers)
            let answer: OfferSetResponse
            if offers.isEmpty {
                await asked.searchChanges(of: self)
                answer = refuse(asked, key)
            } else {
                answer = try await offer(asked, offers, key)
            }
            if let late { Task { [asked] in await follow(late, of: asked, key) } }
            return answer
        } catch {
            if let late { drop(late, of: asked) }
            throw error
        }
    }

    private func refuse(_ asked: Asked, _ key: QuestionKey?) -> OfferSetResponse {
        let answer = refusal(asked)
        memory.withLock { memory in
            memory.figures.answeredNo += 1
            memory.remember(
                asked.id, BrokerMemory.Refusal(owner: asked.asker.subject, answer: answer, digest: key?.digest),
                limit: settings.refusalsRemembered)
        }
        log(BrokerEvent(.info, "request.refused", ["offerset": "\(asked.id)", "owner": asked.asker.subject]))
        return answer
    }

    /// The answer NO as it is told.
    func refusal(_ asked: Asked) -> OfferSetResponse {
        var answer = asked.refusal
        answer.meta?.url = "\(settings.publicURL)/offersets/\(asked.id)"
        return answer
    }

    private func offer(
        _ asked: Asked, _ offers: [SessionRecord], _ key: QuestionKey?
    ) async throws(BrokerError) -> OfferSetResponse {
        var set = asked.offerSet
        set.digest = key?.digest
        try await insert(set, asked.id, offers)
        memory.withLock { memory in
            memory.figures.answeredYes += 1
            memory.figures.offersMade += Int64(offers.count)
        }
        for expires in Set(offers.compactMap(\.session.expires)).sorted() {
            sweeper.add(.expiry(of: asked.id), at: expires)
        }
        log(
            BrokerEvent(
                .info, "request.offered",
                ["offerset": "\(asked.id)", "owner": asked.asker.subject, "offers": "\(offers.count)"]))
        return answer(asked.id, set, offers)
    }

    /// Stores what is new. What fails is held on until it is known whether the store has it.
    func insert(
        _ set: OfferSetRecord?, _ id: UUID?, _ records: [SessionRecord]
    ) async throws(BrokerError) {
        do throws(BrokerError) {
            var sessions: [StoredSession] = []
            for record in records { sessions.append(try record.stored()) }
            let stored: StoredOfferSet? = if let set, let id { try set.stored(id) } else { nil }
            try await write { () async throws(StoreError) in try await store.insert(stored, sessions) }
        } catch {
            doubt(offerSet: id, sessions: records.map(\.id))
            throw error
        }
    }

    func answer(_ id: UUID, _ set: OfferSetRecord, _ offers: [SessionRecord]) -> OfferSetResponse {
        var answer = OfferSetResponse()
        answer.result = .yes
        var meta = Metadata(uuid: id, name: set.name)
        meta.description = set.description
        meta.created = set.created
        meta.url = "\(settings.publicURL)/offersets/\(id)"
        meta.messages = set.messages
        answer.meta = meta
        answer.offers = offers.map { $0.view(publicURL: settings.publicURL, mayChange: true) }
        return answer
    }

    /// An offer set as it stands now.
    ///
    /// - Throws: `notFound`, `notYours`, `storeFailed`.
    package func offerSet(_ id: UUID, as asker: Identity) async throws(BrokerError) -> OfferSetResponse {
        if let refusal = memory.withLock({ $0.refusal(id) }) {
            if refusal.owner != asker.subject { throw Self.notYours(id) }
            return refusal.answer
        }
        guard let found = try await stored(offerSet: id) else { throw Self.noOfferSet(id) }
        if found.set.owner != asker.subject { throw Self.notYours(id) }
        var offers: [SessionRecord] = []
        for session in found.sessions { offers.append(try SessionRecord(session)) }
        return answer(id, try OfferSetRecord(found.set), offers)
    }

    func stored(offerSet id: UUID) async throws(BrokerError) -> (set: StoredOfferSet, sessions: [StoredSession])? {
        do throws(StoreError) {
            return try await store.offerSet(id)
        } catch {
            throw .store(error)
        }
    }

    private static func noOfferSet(_ id: UUID) -> BrokerError {
        BrokerError(.notFound, "There is no offer set \(id).")
    }

    private static func notYours(_ id: UUID) -> BrokerError {
        // What follows from a key can be worked out by whoever guesses the key, and is to tell nothing of it.
        id.version == 8 ? noOfferSet(id) : BrokerError(.notYours, "The offer set \(id) belongs to somebody else.")
    }

    /// Runs a request without offers: the session in phase ACCEPTED, or one in phase FAILED that says why not and that
    /// nobody keeps.
    ///
    /// - Parameters:
    ///   - choice: which platforms are asked.
    ///   - key: when it is known already, so is the answer: the same session, as it stands now, or the same NO.
    /// - Throws: `storeFailed`, `stopping`, `tooMany`, `keyReused`, `keyBusy`.
    package func direct(
        _ request: ExecutionRequest, ignored: [Problem] = [], among choice: PlatformChoice = .all,
        key: QuestionKey? = nil, via: [String] = [], as asker: Identity
    ) async throws(BrokerError) -> Session {
        try beginQuestion()
        defer { endQuestion() }
        try take(key)
        defer { release(key) }
        switch try await earlier(key) {
        case .yes(_, let sessions)?:
            guard let session = sessions.first else { break }
            logRepeated(key, asker)
            return view(session).session
        case .no(let refusal)?:
            guard let session = refusal.session else { break }
            logRepeated(key, asker)
            return session
        case nil: break
        }
        let id = world.nextID()
        var asked = await Asked(
            request, found: ignored, among: choice, asker: asker, via: via, now: world.now(), id: nil, of: self)
        let offers = asked.offers(most: 1, of: self)
        giveBackUnused(of: asked, offered: offers)
        guard let offer = offers.first else {
            await asked.searchChanges(of: self)
            memory.withLock { $0.figures.answeredNo += 1 }
            log(BrokerEvent(.info, "direct.refused", ["owner": asker.subject]))
            let failed = asked.failedSession(id, nextID: world.nextID)
            if let key { remember(failed, key, asked) }
            return failed
        }
        let now = world.now()
        var machine = SessionMachine(offer, messageLimit: settings.messagesPerSession)
        machine.accept(now: now)
        machine.say(asked.offerSet.messages)
        var record = machine.record
        // The first that anybody sees of it.
        record.revision = 1
        record.history = [PhaseChange(.accepted, now, revision: 1)]
        // With a key it stands alone in an offer set, by which it is found again.
        record.offerSet = key?.id
        var set = key == nil ? nil : asked.offerSet
        set?.digest = key?.digest
        try await insert(set, key?.id, [record])
        memory.withLock { $0.figures.answeredYes += 1 }
        log(BrokerEvent(.info, "session.accepted", ["session": "\(record.id)", "owner": asker.subject]))
        align(record)
        return view(record).session
    }

    private func remember(_ failed: Session, _ key: QuestionKey, _ asked: Asked) {
        var answer = OfferSetResponse()
        answer.result = .no
        answer.meta = failed.component.meta
        answer.meta?.uuid = key.id
        let refusal = BrokerMemory.Refusal(
            owner: asked.asker.subject, answer: answer, digest: key.digest, session: failed)
        memory.withLock { $0.remember(key.id, refusal, limit: settings.refusalsRemembered) }
    }
}
