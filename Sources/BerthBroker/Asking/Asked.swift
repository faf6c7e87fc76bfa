import BerthDocument
import BerthModel
import BerthPlatform

/// One request with what every platform said to it.
struct Asked: Sendable {
    /// Identifier of the offer set; none for direct execution.
    let setID: UUID?
    let id: UUID
    let asker: Identity
    let now: Instant
    private let request: ExecutionRequest
    private let question: Question?
    /// Who is asked.
    private let platforms: [any Platform]
    /// About members that were ignored.
    private var notes: [Message] = []
    /// What is wrong with the request itself.
    private var problems: [Obstacle] = []
    /// By platform, in the order of the platforms.
    private var answers: [(platform: String, answer: Answer)] = []
    /// Why plans found no slot.
    private var late: [Late] = []
    /// What would be a yes, the smallest change first.
    private var changes: [(set: ChangeSet, platforms: [String])] = []

    private typealias Late = (platform: String, obstacle: Obstacle)

    init(
        _ request: ExecutionRequest, found: [Problem], among choice: PlatformChoice, asker: Identity, now: Instant,
        id: UUID?, of broker: Broker
    ) async {
        self.request = request
        platforms = choice == .all ? broker.platforms : broker.platforms.filter { choice.includes($0.profile.name) }
        self.asker = asker
        self.now = now
        setID = id
        self.id = id ?? broker.world.nextID()
        for problem in found where problem.gravity == .unused {
            notes.append(
                Message(.info, time: now, "{problem}", ["problem": problem.message, "path": problem.path.description]))
        }
        problems = (found.filter { $0.gravity != .unused } + request.validated(wasRead: true)).map(\.obstacle)
        guard problems.isEmpty else {
            question = nil
            return
        }
        let question = Question(
            request, asker: asker, now: now, defaults: broker.settings.defaults, nextID: broker.world.nextID)
        self.question = question
        answers = await broker.answers(of: platforms, to: question, by: now + broker.settings.answerTime)
        broker.count(answers)
    }

    // MARK: yes

    /// Makes offers and holds what they promise; none when nobody can, and then `refusal` says why.
    mutating func offers(most: Int, of broker: Broker) -> [SessionRecord] {
        guard let question else { return [] }
        // Platforms took their time: what is promised begins now.
        let now = broker.world.now()
        let life = setID == nil ? .zero : broker.settings.offerLife
        let plans = plans
        var (records, late): ([SessionRecord], [Late]) = ([], [])
        broker.memory.withLock { memory in
            for platform in platforms { memory.ledger.follow(platform.profile, now: now) }
            let settings = broker.settings
            // Who has no name is not one person.
            let mine = asker == .anonymous ? 0 : memory.unfinishedByOwner[asker.subject] ?? 0
            let most = min(
                most, settings.unfinishedSessions - memory.unfinished.count, settings.unfinishedPerPerson - mine)
            if most < 1 {
                late.append(("", mine >= settings.unfinishedPerPerson ? .fullForYou(settings) : .full(settings)))
                return
            }
            var placed: [(record: SessionRecord, order: Int)] = []
            var seen: Set<Plan.Appearance> = []
            for (order, plan) in plans.enumerated() where seen.insert(plan.appearance).inserted {
                let times = SlotTimes(question, plan, now: now, offerLife: life)
                if let obstacle = times.obstacle(question) {
                    late.append((plan.platform, obstacle))
                    continue
                }
                let id = broker.world.nextID()
                switch memory.ledger.place(plan, times, group: self.id) {
                case .slot(let slot):
                    guard memory.ledger.hold(id, plan, slot, group: self.id) else { continue }
                    var own = plan.withOwnIdentifiers(broker.world.nextID)
                    if let name = named(plan.platform) {
                        own.messages.insert(
                            Message(.info, time: now, "Offered by {platform}.", ["platform": name]), at: 0)
                    }
                    let record = SessionRecord(
                        offer: own, id: id, set: setID, to: asker, held: slot,
                        expires: times.expires(slot), now: now)
                    placed.append((record, order))
                case .none(let earliest): late.append((plan.platform, .booked(until: earliest, times)))
                case .never(let resource, let wanted, let available):
                    late.append((plan.platform, .lacking(resource, wanted: wanted, available: available)))
                }
            }
            placed.sort { ($0.record.held.availableStart, $0.order) < ($1.record.held.availableStart, $1.order) }
            for extra in placed.dropFirst(most) {
                memory.ledger.release(extra.record.id, on: extra.record.plan.platform)
            }
            records = placed.prefix(most).map(\.record)
            for record in records { memory.begin(record, as: setID == nil ? .accepted : .offered) }
        }
        // Two plans of one platform that wait for the same thing say it once.
        var seen: Set<Obstacle> = []
        self.late = late.filter { seen.insert($0.obstacle).inserted }
        return records
    }

    private var plans: [Plan] {
        answers.flatMap { answer -> [Plan] in
            if case .yes(let plans) = answer.answer { plans } else { [] }
        }
    }

    /// What is kept of the offer set, with what those said who cannot.
    var offerSet: OfferSetRecord {
        var set = OfferSetRecord()
        set.owner = asker
        set.created = now
        set.name = request.component.meta?.name
        set.description = request.component.meta?.description
        set.messages = notes + answers.flatMap { platform, answer in messages(answer, from: platform) }
        set.messages += late.map { $0.obstacle.message(at: now, from: named($0.platform)) }
        return set
    }

    private func messages(_ answer: Answer, from platform: String) -> [Message] {
        switch answer {
        case .yes: []
        case .no(let obstacles): obstacles.map { $0.message(at: now, from: named(platform)) }
        case .silence(let silence): [message(silence, from: platform)]
        }
    }

    /// The name of a platform where there is more than one.
    private func named(_ platform: String) -> String? { answers.count > 1 ? platform : nil }

    private func message(_ silence: Silence, from platform: String) -> Message {
        Message(
            .warn, time: now, "{platform} gave no answer: {problem}",
            [
                "platform": platform, "problem": silence.message, "reason": silence.reason.rawValue,
                "waited": silence.waited.description,
            ])
    }

    // MARK: no

    /// The answer NO: every reason, the one that is easiest to mend first, and what would mend it.
    var refusal: OfferSetResponse {
        var answer = OfferSetResponse()
        answer.result = .no
        var meta = Metadata(uuid: id, name: request.component.meta?.name)
        meta.description = request.component.meta?.description
        meta.created = now
        meta.messages = reasons
        meta.options = options
        answer.meta = meta
        return answer
    }

    /// A session that says why it does not run.
    func failedSession(_ id: UUID, nextID: () -> UUID) -> Session {
        var session = Session()
        session.component = request.component
        var meta = request.component.meta ?? Metadata()
        meta.uuid = id
        meta.created = now
        meta.modified = now
        meta.messages = reasons
        meta.options = options
        session.component.meta = meta
        // What was asked for, as every session has it: each component with an identifier.
        var asked = Plan()
        asked.executable = request.executable
        asked.compute = request.compute
        asked.storage = request.storage
        asked.data = request.data
        asked = asked.withOwnIdentifiers(nextID)
        session.executable = asked.executable
        session.compute = asked.compute
        session.storage = asked.storage
        session.data = asked.data
        session.phase = .failed
        return session
    }

    /// Looks for the smallest changes with which platforms would say yes, by asking them again in the time that is
    /// left.
    mutating func searchChanges(of broker: Broker) async {
        let settings = broker.settings
        let isFull = late.contains { $0.platform.isEmpty }
        guard let question, settings.changesPerAnswer > 0, !isFull else { return }
        var searches: [(platform: any Platform, blockers: [Blocker])] = []
        for (platform, answer) in zip(platforms, answers) {
            let blockers: [Blocker]
            switch answer.answer {
            case .silence: continue
            case .no(let obstacles): blockers = obstacles.map { Blocker($0) }
            case .yes(let plans):
                let now = question.now
                blockers =
                    broker.memory.withLock { broker.blockers(of: plans, question, now: now, in: $0.ledger) } ?? []
            }
            if !blockers.isEmpty && !blockers.contains(where: \.ways.isEmpty) { searches.append((platform, blockers)) }
        }
        // With the fewest obstacles the smallest change is likeliest.
        searches = searches.enumerated().sorted {
            ($0.element.blockers.count, $0.offset) < ($1.element.blockers.count, $1.offset)
        }
        .prefix(Self.platformsSearched).map(\.element)
        let (request, asker) = (request, asker)
        let (now, deadline) = (self.now, self.now + settings.answerTime)
        let searching = searches.map { platform, blockers in
            Task.immediate {
                var search = ChangeSearch(request, questions: Self.questionsOfSearch) { changed in
                    await broker.verdict(
                        of: platform, on: changed, for: asker, now: now, by: deadline)
                }
                await search.search(from: blockers)
                return search.found
            }
        }
        var sizes: [ChangeSet: Double] = [:]
        var found: [(set: ChangeSet, platforms: [String])] = []
        for (search, task) in zip(searches, searching) {
            for set in await task.value {
                if let known = found.firstIndex(where: { $0.set == set }) {
                    found[known].platforms.append(search.platform.profile.name)
                } else {
                    found.append((set, [search.platform.profile.name]))
                    sizes[set] = set.size(from: request)
                }
            }
        }
        changes = Array(
            found.enumerated()
                .sorted { (sizes[$0.element.set] ?? 0, $0.offset) < (sizes[$1.element.set] ?? 0, $1.offset) }
                .map(\.element).prefix(settings.changesPerAnswer))
    }

    /// Nobody reads more, and what is told is remembered.
    private static let reasonsTold = 1000
    private static let platformsSearched = 16
    private static let questionsOfSearch = 24

    private var obstacles: [(platform: String?, obstacle: Obstacle)] {
        var all: [(platform: String?, obstacle: Obstacle)] = problems.map { (nil, $0) }
        for (platform, answer) in answers {
            if case .no(let obstacles) = answer { all += obstacles.map { (named(platform), $0) } }
        }
        all += late.map { ($0.platform.isEmpty ? nil : named($0.platform), $0.obstacle) }
        return all.enumerated().sorted { ($0.element.obstacle.rung, $0.offset) < ($1.element.obstacle.rung, $1.offset) }
            .map(\.element)
    }

    private var reasons: [Message] {
        var messages = obstacles.map { $0.obstacle.message(at: now, from: $0.platform) }
        for (platform, answer) in answers {
            if case .silence(let silence) = answer { messages.append(message(silence, from: platform)) }
        }
        if messages.isEmpty {
            messages.append(Message(.warn, time: now, "This service has no platform that could run anything."))
        }
        if messages.count > Self.reasonsTold {
            let rest = messages.count - Self.reasonsTold
            messages.removeLast(rest)
            messages.append(Message(.warn, time: now, "{count} more reasons are not told.", ["count": "\(rest)"]))
        }
        for (index, change) in changes.enumerated() {
            messages.append(change.set.message(index + 1, on: change.platforms, of: request, at: now))
        }
        return messages + notes
    }

    /// What would do: the changes that were found first, then what each obstacle by itself would go away with.
    private var options: [Option] {
        var seen: Set<Option> = []
        let all = changes.flatMap(\.set.changes) + obstacles.compactMap(\.obstacle.change)
        return all.compactMap(\.option).filter { seen.insert($0).inserted }
    }
}
