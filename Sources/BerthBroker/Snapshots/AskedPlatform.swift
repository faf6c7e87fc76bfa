import BerthModel
import BerthPlatform

/// A platform as a snapshot needs it: it is asked, and runs nothing.
protocol AskedPlatform: Platform {
    /// Whether the real one holds something for each of its plans.
    var holdsOffers: Bool { get }
}

extension AskedPlatform {
    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress { throw .runsNothing }
    func start(_ work: Work) async throws(PlatformError) -> Progress { throw .runsNothing }
    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState { throw .runsNothing }
    func cancel(_ work: Work) async throws(PlatformError) { throw .runsNothing }
    func release(_ part: Part, of work: Work) async throws(PlatformError) { throw .runsNothing }
}

/// Passes questions on and keeps what is said.
final class RecordedPlatform: AskedPlatform {
    let profile: PlatformProfile
    private let real: any Platform
    private let via: [String]
    private let asker: Identity
    private let open: @Sendable (Answer, Question) -> Answer
    private let said = Locked<[(print: String, answer: Answer?)]>([])
    var holdsOffers: Bool { real is any OfferHolding }

    /// - Parameters:
    ///   - via: the brokers that the question came through, this one last.
    ///   - asker: who asks; questions that are asked as if somebody were in more groups are told apart.
    ///   - open: what becomes of an answer because of who asks.
    init(
        _ real: any Platform, _ profile: PlatformProfile, via: [String] = [], asker: Identity,
        open: @escaping @Sendable (Answer, Question) -> Answer
    ) {
        self.real = real
        self.profile = profile
        self.via = via
        self.asker = asker
        self.open = open
    }

    func canIDoThis(_ question: Question) async -> Answer {
        let print = question.print(beside: asker.groups)
        let index = said.withLock { said in
            said.append((print, nil))
            return said.count - 1
        }
        var passed = question
        passed.via = via
        let own = await real.canIDoThis(passed)
        // Nobody can accept what is offered here.
        if let holder = real as? any OfferHolding, case .yes(let plans) = own { await holder.giveBack(plans) }
        let answer = open(own, question)
        // Nobody waits for it any more: it was not said in time.
        if !Task.isCancelled { said.withLock { $0[index].answer = answer } }
        return answer
    }

    var answers: [SnapshotAnswer] { said.withLock { $0.map { SnapshotAnswer($0.print, $0.answer) } } }
}

/// Says again what was said.
struct ReplayedPlatform: AskedPlatform {
    let profile: PlatformProfile
    let holdsOffers: Bool
    private let said: [String: Answer?]

    init(_ platform: SnapshotPlatform) {
        holdsOffers = platform.holdsOffers ?? false
        profile = PlatformProfile(platform)
        said = Dictionary(platform.said.map { ($0.question, $0.answer) }, uniquingKeysWith: { first, _ in first })
    }

    func canIDoThis(_ question: Question) async -> Answer {
        guard let answer = said[question.print(beside: [])] else {
            return .silence(
                Silence(
                    .brokenReply, "The snapshot does not hold what \(profile.name) says to this question.",
                    waited: .zero))
        }
        if let answer { return answer }
        // As then: silent until nobody waits any more.
        while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
        return .silence(Silence(.tooSlow, "\(profile.name) has not answered in time.", waited: .zero))
    }
}

extension PlatformProfile {
    /// Of a platform in a snapshot, as far as the broker looks at it.
    fileprivate init(_ platform: SnapshotPlatform) {
        self.init(
            name: platform.name, kind: "snapshot", summary: "", executables: [],
            capacity: platform.capacity?.capacity)
    }
}

extension PlatformError {
    fileprivate static let runsNothing = PlatformError(.broken, "A snapshot runs nothing.")
}
