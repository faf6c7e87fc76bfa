import BerthModel
import BerthPlatform

// Platforms that have not answered in time go on thinking for a while, and what they say then comes to the same offer
// set: their silence makes room for it, and a yes becomes more offers. The store lets them join only as long as nobody
// has decided about the set.

extension Broker {
    /// What is late of a question whose answer is being made; nothing where too many are waited for already.
    func takeUpLate(of asked: Asked) -> LateAnswers? {
        guard let late = asked.lateAnswers else { return nil }
        let isTaken = memory.withLock { memory in
            if memory.isStopping || memory.late.count >= settings.questionsAtOnce { return false }
            memory.late[asked.id] = late
            return true
        }
        if isTaken { return late }
        late.stop()
        return nil
    }

    /// Nobody waits any more for what is late of an offer set; what has come already is given back.
    func stopLate(of set: UUID) { memory.withLock { $0.late[set] }?.stop() }

    /// Nothing became of the question.
    func drop(_ late: LateAnswers, of asked: Asked) {
        late.stop()
        Task {
            while let (index, answer) = await late.gathering.nextLate() { giveBack(answer, to: asked.platforms[index]) }
            forget(late, of: asked.id)
        }
    }

    private func giveBack(_ answer: Answer, to platform: any Platform) {
        if case .yes(let plans) = answer { giveBack(plans, to: platform) }
    }

    private func forget(_ late: LateAnswers, of set: UUID) {
        memory.withLock { memory in
            // A question that was asked anew has its own.
            if memory.late[set]?.gathering === late.gathering { memory.late[set] = nil }
        }
    }

    /// Waits for what is late, and adds each answer to the offer set when it comes.
    func follow(_ late: LateAnswers, of asked: Asked, _ key: QuestionKey?) async {
        let clock = Task { [world] in
            await world.sleep(until: late.end)
            late.stop()
        }
        var asked = asked
        await searchLate(&asked)
        var isOpen = true
        while let (index, answer) = await late.gathering.nextLate() {
            let platform = asked.platforms[index]
            // What an accept, or the stop of the broker, came before.
            if !isOpen || !isFollowed(late, asked.id) {
                giveBack(answer, to: platform)
                continue
            }
            let name = asked.answers[index].platform
            count([(name, answer)], at: world.now())
            logSilence(answer, of: name)
            log(
                BrokerEvent(
                    .info, "answer.late", ["offerset": "\(asked.id)", "platform": name, "answer": answer.word]))
            asked.heard[name] = world.now()
            asked.answers[index].answer = answer
            isOpen = await add(index, to: &asked, key)
            if !isOpen { late.stop() }
        }
        clock.cancel()
        late.stop()
        forget(late, of: asked.id)
    }

    /// Whoever was waited for until the end has left no time to look for changes: there is some now.
    private func searchLate(_ asked: inout Asked) async {
        let now = world.now()
        guard asked.changes.isEmpty, now >= asked.now + settings.answerTime,
            memory.withLock({ $0.refusal(asked.id) }) != nil
        else { return }
        await asked.searchChanges(of: self, from: now)
        if asked.changes.isEmpty { return }
        let answer = refusal(asked)
        memory.withLock { $0.replace(asked.id, with: answer) }
    }

    private func isFollowed(_ late: LateAnswers, _ set: UUID) -> Bool {
        memory.withLock { !$0.isStopping && $0.late[set]?.gathering === late.gathering }
    }

    /// - Returns: `false` when nothing can be added to the set any more.
    private func add(_ index: Int, to asked: inout Asked, _ key: QuestionKey?) async -> Bool {
        var part = asked.only(index)
        await part.lookBetween(of: self)
        let offers = part.offers(most: settings.offersPerAnswer, of: self)
        giveBackUnused(of: part, offered: offers)
        if offers.isEmpty { await part.searchChanges(of: self, from: world.now()) }
        asked.take(part, at: index, changes: settings.changesPerAnswer)
        var isAdded = false
        do throws(BrokerError) {
            isAdded = try await keep(offers, of: asked, key)
        } catch {
            // Whether the store has them is looked up, and then they are held on or let go.
            doubt(offerSet: asked.id, sessions: offers.map(\.id))
            return true
        }
        if !isAdded {
            memory.withLock { memory in for offer in offers { memory.drop(offer.id) } }
            giveBack(offers.map(\.plan), to: asked.platforms[index])
            return false
        }
        if offers.isEmpty { return true }
        memory.withLock { $0.figures.offersMade += Int64(offers.count) }
        for expires in Set(offers.compactMap(\.session.expires)).sorted() {
            sweeper.add(.expiry(of: asked.id), at: expires)
        }
        return true
    }

    /// Stores what the offer set has become.
    ///
    /// - Returns: `false` when the set is over: decided, expired, or forgotten.
    private func keep(
        _ offers: [SessionRecord], of asked: Asked, _ key: QuestionKey?
    ) async throws(BrokerError) -> Bool {
        var set = asked.offerSet
        set.digest = key?.digest
        // Each failure means that somebody changed one of its offers, which happens a few times at most.
        for _ in 0..<Broker.mostRivals {
            guard let found = try await stored(offerSet: asked.id) else {
                return try await keepRefused(set, offers, of: asked, key)
            }
            guard try isOpen(found.sessions) else { return false }
            let (changed, known) = (
                try set.stored(asked.id),
                Dictionary(found.sessions.map { ($0.id, $0.revision) }, uniquingKeysWith: max)
            )
            var sessions: [StoredSession] = []
            for offer in offers { sessions.append(try offer.stored()) }
            let isAmended = try await write { [sessions] () async throws(StoreError) in
                try await store.amend(changed, adding: sessions, to: known)
            }
            if isAmended { return true }
        }
        throw BrokerError(.storeFailed, "The offer set \(asked.id) is changed by others again and again.")
    }

    /// Whether there is an offer that can still be accepted, so that one more may stand beside it.
    private func isOpen(_ sessions: [StoredSession]) throws(BrokerError) -> Bool {
        let now = world.now()
        for session in sessions where session.phase == .offered {
            if try SessionRecord(session).session.expires ?? .latest > now { return true }
        }
        return false
    }

    /// The set was a NO, which stands in memory: it is another NO now, or becomes a YES.
    private func keepRefused(
        _ set: OfferSetRecord, _ offers: [SessionRecord], of asked: Asked, _ key: QuestionKey?
    ) async throws(BrokerError) -> Bool {
        guard memory.withLock({ $0.refusal(asked.id) }) != nil else { return false }
        if offers.isEmpty {
            let answer = refusal(asked)
            memory.withLock { $0.replace(asked.id, with: answer) }
            return true
        }
        // Whoever comes with the same key meanwhile is told to come back.
        guard await taken(key) else { return false }
        defer { release(key) }
        guard memory.withLock({ $0.refusal(asked.id) }) != nil else { return false }
        try await insert(set, asked.id, offers)
        memory.withLock { memory in
            memory.forgetRefusal(asked.id)
            memory.figures.answeredYes += 1
        }
        log(
            BrokerEvent(
                .info, "request.offered",
                ["offerset": "\(asked.id)", "owner": asked.asker.subject, "offers": "\(offers.count)"]))
        return true
    }

    /// Takes a key that somebody else may have for a moment.
    private func taken(_ key: QuestionKey?) async -> Bool {
        for _ in 0..<Broker.mostRivals {
            if (try? take(key)) != nil { return true }
            await world.sleep(until: world.now() + Broker.keyPause)
        }
        return false
    }

    private static let keyPause = TimeSpan(milliseconds: 100)
}
