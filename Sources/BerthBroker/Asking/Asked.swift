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
    let request: ExecutionRequest
    let question: Question?
    /// Who is asked.
    private(set) var platforms: [any Platform]
    /// Some are left out.
    let isChoice: Bool
    /// Of the request, for whoever signs the offers. A NO has no use for it.
    var digest: @Sendable () -> String? = { nil }
    /// Whether messages name platforms.
    private let isOfMany: Bool
    /// About members that were ignored.
    var notes: [Message] = []
    /// What is wrong with the request itself, and what would take each away.
    var problems: [Blocker] = []
    /// By platform, in the order of the platforms.
    var answers: [(platform: String, answer: Answer)] = []
    /// When a platform has answered that was late.
    var heard: [String: Instant] = [:]
    /// Those who have not answered yet, until somebody waits for them or stops them.
    private(set) var lateAnswers: LateAnswers?
    /// Why plans found no slot.
    var late: [Late] = []
    /// What would be a yes, the smallest change first.
    var changes: [Found] = []

    /// Changes, and the platforms that say yes with them.
    typealias Found = (set: ChangeSet, platforms: [String])
    typealias Late = (platform: String, obstacle: Obstacle)

    init(
        _ request: ExecutionRequest, found: [Problem], among choice: PlatformChoice, asker: Identity,
        via: [String] = [], now: Instant, id: UUID?, wishes: AskingWishes = AskingWishes(), of broker: Broker
    ) async {
        self.request = request
        platforms = choice == .all ? broker.platforms : broker.platforms.filter { choice.includes($0.profile.name) }
        isChoice = choice != .all
        isOfMany = platforms.count > 1
        self.asker = asker
        self.now = now
        setID = id
        self.id = id ?? broker.world.nextID()
        for problem in found where problem.gravity == .unused {
            notes.append(
                Message(.info, time: now, "{problem}", ["problem": problem.message, "path": problem.path.description]))
        }
        let wrong = found.filter { $0.gravity != .unused } + request.validated(wasRead: true)
        guard wrong.isEmpty else {
            problems = wrong.map { Blocker($0.obstacle, ways: $0.ways(in: request)) }
            question = nil
            return
        }
        if via.contains(broker.settings.instance) {
            problems = [Blocker(.loop(via))]
            question = nil
            return
        }
        var question = Question(
            request, asker: asker, now: now, defaults: broker.settings.defaults, nextID: broker.world.nextID)
        question.via = broker.settings.instance.isEmpty ? via : via + [broker.settings.instance]
        self.question = question
        (answers, lateAnswers) = await broker.gather(
            from: platforms, question, by: now + wishes.time(most: broker.settings.answerTime), wishes)
        broker.count(answers, at: now)
        // What runs at once has no place where more offers could come to.
        if let late = lateAnswers, setID == nil || late.end <= broker.world.now() {
            late.stop()
            lateAnswers = nil
        }
    }

    /// The same question as one platform alone has answered it.
    func only(_ index: Int) -> Asked {
        var part = self
        part.platforms = [platforms[index]]
        part.answers = [answers[index]]
        (part.late, part.changes) = ([], [])
        return part
    }

    /// Takes over what came of a platform alone.
    mutating func take(_ part: Asked, at index: Int, changes most: Int) {
        answers[index] = part.answers[0]
        late += part.late.filter { new in !late.contains { $0 == new } }
        add(part.changes, most: most)
    }

    /// When a platform answered, or the only one.
    func time(of platform: String?) -> Instant {
        guard let platform else { return isOfMany ? now : heard.values.first ?? now }
        return heard[platform] ?? now
    }

    /// What is kept of the offer set, with what those said who cannot.
    var offerSet: OfferSetRecord {
        var set = OfferSetRecord()
        set.owner = asker
        set.created = now
        set.question = digest()
        set.name = request.component.meta?.name
        set.description = request.component.meta?.description
        set.messages = notes + answers.flatMap { platform, answer in messages(answer, from: platform) }
        set.messages += late.map { $0.obstacle.message(at: time(of: $0.platform), from: named($0.platform)) }
        return set
    }

    private func messages(_ answer: Answer, from platform: String) -> [Message] {
        switch answer {
        case .yes: []
        case .no(let obstacles): obstacles.map { $0.message(at: time(of: platform), from: named(platform)) }
        case .silence(let silence): [message(silence, from: platform)]
        }
    }

    /// The name of a platform where there is more than one.
    func named(_ platform: String) -> String? { isOfMany ? platform : nil }

    func message(_ silence: Silence, from platform: String) -> Message {
        Message(
            .warn, time: time(of: platform), "{platform} gave no answer: {problem}",
            [
                "platform": platform, "problem": silence.message, "reason": silence.reason.rawValue,
                "waited": silence.waited.description,
            ])
    }
}
