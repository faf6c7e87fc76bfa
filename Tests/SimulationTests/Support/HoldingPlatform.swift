import BerthDocument
import BerthModel
import BerthPlatform

@testable import BerthBroker

/// A platform that holds what it answers with, as another broker does, and counts what it is asked and given back.
final class HoldingPlatform: OfferHolding {
    struct State: Sendable {
        var questions: [Question] = []
        /// Numbers of plans in the order in which they were given back.
        var givenBack: [Int64] = []
        var made: Int64 = 0
    }

    let profile: PlatformProfile
    private let state = Locked(State())
    private let answer: @Sendable (Question, (Int64) -> Plan) async -> Answer

    /// - Parameter answer: makes plans by their numbers; each of them holds something.
    init(_ name: String = "far", _ answer: @escaping @Sendable (Question, (Int64) -> Plan) async -> Answer) {
        profile = PlatformProfile(
            name: name, kind: "holding", summary: "Holds what it offers.", executables: [.dockerContainer],
            capacity: nil)
        self.answer = answer
    }

    /// Says yes with so many plans, each a little larger, held for a while.
    static func offering(_ count: Int64, heldFor seconds: Int64 = 600) -> HoldingPlatform {
        HoldingPlatform { question, plan in
            .yes(
                (1...count).map { cores in
                    var plan = plan(cores)
                    plan.compute?.basic?.cores = IntegerRange(min: cores, max: cores)
                    plan.heldUntil = question.now + TimeSpan(seconds: seconds)
                    return plan
                })
        }
    }

    var questions: [Question] { state.withLock(\.questions) }
    var givenBack: [Int64] { state.withLock { $0.givenBack.sorted() } }

    func canIDoThis(_ question: Question) async -> Answer {
        state.withLock { $0.questions.append(question) }
        return await answer(question) { [profile] number in
            var plan = Plan(question, on: profile.name, cores: 1, memoryGibibytes: 1)
            plan.details = ["number": .integer(number)]
            return plan
        }
    }

    func giveBack(_ plans: [Plan]) async {
        let numbers = plans.compactMap { plan -> Int64? in
            guard case .integer(let number)? = plan.details?["number"] else { return nil }
            return number
        }
        state.withLock { $0.givenBack += numbers }
    }

    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress { .done }
    func start(_ work: Work) async throws(PlatformError) -> Progress { .done }
    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        .finished(.exited(0))
    }
    func cancel(_ work: Work) async throws(PlatformError) {}
    func release(_ part: Part, of work: Work) async throws(PlatformError) {}
}
