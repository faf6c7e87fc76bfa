import BerthBroker
import BerthClient
import BerthDocument
import BerthModel

/// Where askings live: each is put to the brokers once, and found again by every page, after a restart, too.
final class AskingDesk: Sendable {
    /// How many are kept in memory; older ones are read from the store and from the brokers again.
    static let most = 1_000
    /// Whoever asks the same within this time has pressed twice.
    static let pressedTwice = TimeSpan(seconds: 5)
    /// How long a page waits for brokers to say how their offers are now.
    static let patience = TimeSpan(seconds: 3)

    private struct Kept {
        var askings: [UUID: LiveAsking] = [:]
        /// The latest of each draft.
        var latest: [String: UUID] = [:]

        mutating func add(_ asking: LiveAsking) {
            askings[asking.id] = asking
            latest[asking.draft] = asking.id
            guard askings.count > AskingDesk.most,
                let oldest = askings.values.min(by: { ($0.at, $0.id) < ($1.at, $1.id) })
            else { return }
            remove(oldest)
        }

        mutating func remove(_ asking: LiveAsking) {
            askings[asking.id] = nil
            if latest[asking.draft] == asking.id { latest[asking.draft] = nil }
        }
    }

    let book: HistoryBook
    let refusals: RefusalBook
    let brokers: [PortalBroker]
    let world: any World
    /// How long offers are kept for somebody who has left their page.
    let leavingTime: TimeSpan
    private let log: @Sendable (BrokerEvent) -> Void
    private let kept = Locked(Kept())

    init(
        brokers: [PortalBroker], store: any PortalStore, world: any World, book: HistoryBook, settings: PortalSettings
    ) {
        leavingTime = settings.leavingTime
        log = settings.log
        self.brokers = brokers
        self.world = world
        self.book = book
        refusals = RefusalBook(store: store, world: world, retention: settings.retention)
    }

    // MARK: asking

    /// Asks what a draft says, once for each of its versions: whoever presses twice, goes back, or does it in another
    /// tab gets the same asking.
    ///
    /// - Parameter old: the asking that a visitor wants another one in place of.
    func begin(
        _ draft: Draft, insteadOf old: UUID? = nil, for visitor: PortalVisitor
    ) async throws(PortalError) -> LiveAsking {
        let key = "\(draft.id)"
        // What a portal before this one asked counts as well.
        let before = try await latest(of: key, for: visitor)
        let now = world.now()
        let fresh = LiveAsking(
            id: world.nextID(), owner: visitor.subject, draft: key, revision: draft.revision, title: draft.title,
            request: draft.request, at: now,
            AskedState(brokers: brokers.map { BrokerAnswer(name: $0.name, title: $0.title) }))
        let asking = kept.withLock { kept in
            if let known = kept.latest[key].flatMap({ kept.askings[$0] }), known.owner == visitor.subject,
                known.revision == draft.revision, known.isSame(insteadOf: old, at: now)
            {
                return known
            }
            kept.add(fresh)
            return fresh
        }
        if asking !== fresh { return asking }
        do throws(PortalError) {
            try await book.keep(fresh)
        } catch {
            kept.withLock { $0.remove(fresh) }
            throw error
        }
        // What is held for the one before is room for this one.
        let giving = before.map { before in Task { await giveBack(before, because: .again, for: visitor) } }
        for broker in brokers { ask(broker, fresh, after: giving, for: visitor) }
        return fresh
    }

    /// - Parameter before: what has to be over first.
    private func ask(
        _ broker: PortalBroker, _ asking: LiveAsking, after before: Task<Void, Never>? = nil,
        for visitor: PortalVisitor
    ) {
        let client: BrokerClient
        do throws(ClientError) {
            client = try broker.client(for: visitor)
        } catch {
            asking.board.change { $0.fail(broker.name, error.message) }
            return
        }
        // Ends with the connections of the portal.
        Task { [self] in
            await before?.value
            do throws(ClientError) {
                let answer = try await client.ask(asking.request, key: asking.key) { heard in
                    asking.board.change { $0.heard.append(AskedState.Heard(broker: broker.name, answer: heard)) }
                }
                asking.board.change { $0.renew(broker.name, answer) }
                await rejectLate(asking, at: broker.name, for: visitor)
                await refusals.keep(answer, of: asking, broker, groups: visitor.groups)
            } catch {
                asking.board.change { $0.fail(broker.name, error.message) }
                if let cause = error.cause {
                    log(
                        BrokerEvent(
                            .warning, "portal.unanswered",
                            ["broker": broker.name, "problem": error.message, "cause": cause]))
                }
            }
            // The page shows it; only a restart would miss it.
            try? await book.keep(asking)
        }
    }

    // MARK: finding

    /// The latest asking of a draft; nil when it was not asked yet.
    func latest(of draft: String, for visitor: PortalVisitor) async throws(PortalError) -> LiveAsking? {
        var id = kept.withLock { $0.latest[draft] }
        if id == nil { id = try await book.latest(of: draft, of: visitor.subject) }
        guard let id, let asking = try await asking(id, for: visitor), asking.draft == draft else { return nil }
        return asking
    }

    /// An asking of a visitor; nil when there is none, and for somebody else's.
    func asking(_ id: UUID, for visitor: PortalVisitor) async throws(PortalError) -> LiveAsking? {
        if let known = kept.withLock({ $0.askings[id] }) { return known.owner == visitor.subject ? known : nil }
        guard let entry = try await book.asking(id, of: visitor.subject), let draft = entry.draft else { return nil }
        var state = AskedState(
            brokers: entry.brokers.map { kept in
                var broker = BrokerAnswer(name: kept.name ?? "", title: kept.title ?? "")
                broker.platform = kept.platform
                return broker
            })
        if let broker = entry.acceptedBroker, let session = entry.accepted {
            state.accepted = OfferPlace(broker: broker, id: session)
        }
        state.givenBack = entry.givenBack.flatMap { GivingBack(rawValue: $0) }
        let read = LiveAsking(
            id: id, owner: visitor.subject, draft: draft, revision: entry.revision ?? 0, title: entry.title ?? "",
            request: entry.request ?? .null, at: entry.at ?? world.now(), state)
        let (asking, isFirst) = kept.withLock { kept in
            if let other = kept.askings[id] { return (other, false) }
            // The latest of its draft is the one that the store calls so.
            let latest = kept.latest[draft]
            kept.add(read)
            if let latest { kept.latest[draft] = latest }
            return (read, true)
        }
        if isFirst { await recover(asking, entry, for: visitor) }
        return asking
    }

    /// Reads the answers of an asking of before again; what was under way is asked with the same key, and is the same.
    private func recover(_ asking: LiveAsking, _ entry: AskedEntry, for visitor: PortalVisitor) async {
        for kept in entry.brokers {
            let name = kept.name ?? ""
            guard let broker = brokers.first(where: { $0.name == name }) else {
                asking.board.change { $0.fail(name, "This broker is not asked by this portal any more.") }
                continue
            }
            if let problem = kept.problem {
                asking.board.change { $0.fail(name, problem) }
            } else if let set = kept.offerSet {
                await read(set, broker, asking, for: visitor)
                asking.board.change { $0.fail(name, "Its answer is not known there any more; ask again.") }
            } else {
                ask(broker, asking, for: visitor)
            }
        }
    }

    /// Looks how the offers of an asking are now: accepted or expired by another way, or more than there were.
    func refresh(_ asking: LiveAsking, for visitor: PortalVisitor) async {
        await withTaskGroup(of: Void.self) { group in
            for answer in asking.board.value.brokers {
                guard let set = answer.offerSet, let broker = brokers.first(where: { $0.name == answer.name })
                else { continue }
                group.addTask { await self.read(set, broker, asking, for: visitor) }
            }
        }
    }

    /// What cannot be read now stays as it was.
    private func read(_ set: UUID, _ broker: PortalBroker, _ asking: LiveAsking, for visitor: PortalVisitor) async {
        guard let client = try? broker.client(for: visitor) else { return }
        let answer = await world.within(Self.patience) { try? await client.offerSet(set) }
        guard case let answer?? = answer else { return }
        let known = asking.board.value.brokers.first { $0.name == broker.name }?.answer
        if known?.value != answer.value { asking.board.change { $0.renew(broker.name, answer) } }
    }
}

extension LiveAsking {
    /// Whether asking now would be to press twice.
    fileprivate func isSame(insteadOf old: UUID?, at now: Instant) -> Bool {
        if let old { return id != old }
        return board.value.isOpen(at: now) || now - at < AskingDesk.pressedTwice
    }
}
