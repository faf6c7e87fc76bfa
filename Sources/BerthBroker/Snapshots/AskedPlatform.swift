import BerthModel
import BerthPlatform

/// A platform as a snapshot needs it: it is asked, and runs nothing.
protocol AskedPlatform: Platform {}

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
    private let said = Locked<[(print: String, answer: Answer?)]>([])

    init(_ real: any Platform, _ profile: PlatformProfile) {
        self.real = real
        self.profile = profile
    }

    func canIDoThis(_ question: Question) async -> Answer {
        let print = question.print
        let index = said.withLock { said in
            said.append((print, nil))
            return said.count - 1
        }
        let answer = await real.canIDoThis(question)
        // Nobody waits for it any more: it was not said in time.
        if !Task.isCancelled { said.withLock { $0[index].answer = answer } }
        return answer
    }

    var answers: [SnapshotAnswer] { said.withLock { $0.map { SnapshotAnswer($0.print, $0.answer) } } }
}

/// Says again what was said.
struct ReplayedPlatform: AskedPlatform {
    let profile: PlatformProfile
    private let said: [String: Answer?]

    init(_ platform: SnapshotPlatform) {
        profile = PlatformProfile(platform)
        said = Dictionary(platform.said.map { ($0.question, $0.answer) }, uniquingKeysWith: { first, _ in first })
    }

    func canIDoThis(_ question: Question) async -> Answer {
        guard let answer = said[question.print] else {
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
