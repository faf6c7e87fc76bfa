import BerthModel
import BerthPlatform

/// The answers of all platforms to one question, as they come: those in time, and then those that are late.
final class Gathering: Sendable {
    /// What becomes of an answer.
    enum Fate: Sendable, Hashable {
        case inTime
        /// Kept for whoever waits for late ones.
        case late
        /// Nobody looks at it.
        case tooLate
    }

    typealias Late = (index: Int, answer: Answer)

    private struct State {
        var answers: [Answer?]
        /// Who has said something, in time or late.
        var hasCome: [Bool]
        var missing: Int
        /// In how many ways platforms have said yes.
        var ways = 0
        var hasEnough = false
        /// What comes from now on is late.
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?
        /// What comes from now on is too late.
        var isClosed = false
        /// Late answers that nobody has taken yet.
        var late: [Late] = []
        var waitingForLate: CheckedContinuation<Void, Never>?
    }

    private let state: Locked<State>

    private let enough: Int
    private let counts: @Sendable (Plan) -> Bool

    /// - Parameters:
    ///   - enough: nothing is waited for any more once there are so many ways; all are when nil.
    ///   - counts: which ways count.
    init(count: Int, enough: Int? = nil, counts: @escaping @Sendable (Plan) -> Bool = { _ in true }) {
        self.enough = enough ?? .max
        self.counts = counts
        state = Locked(
            State(
                answers: Array(repeating: nil, count: count), hasCome: Array(repeating: false, count: count),
                missing: count))
    }

    @discardableResult
    func put(_ answer: Answer, at index: Int) -> Fate {
        var ways = 0
        if enough < .max, case .yes(let plans) = answer { ways = plans.count(where: counts) }
        let (fate, waiting) = state.withLock { state -> (Fate, CheckedContinuation<Void, Never>?) in
            if state.isClosed || state.hasCome[index] { return (.tooLate, nil) }
            state.hasCome[index] = true
            state.missing -= 1
            if state.isOver {
                state.late.append((index, answer))
                return (.late, state.waitingForLate.take())
            }
            state.answers[index] = answer
            state.ways += ways
            if state.missing == 0 { return (.inTime, Self.end(&state)) }
            if state.ways < enough { return (.inTime, nil) }
            state.hasEnough = true
            return (.inTime, Self.end(&state))
        }
        waiting?.resume()
        return fate
    }

    /// Whether some are missing because the others were enough.
    var hasEnough: Bool { state.withLock { $0.hasEnough } }

    /// What is missing stays missing, and what comes still is late.
    func giveUp() {
        state.withLock { Self.end(&$0) }?.resume()
    }

    var isComplete: Bool { state.withLock { $0.missing == 0 || $0.isOver } }

    /// Waits for the last answer, or for the end.
    func answers() async -> [Answer?] {
        if isComplete { return state.withLock { $0.answers } }
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                if state.isOver || state.missing == 0 { return true }
                state.waiting = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
        return state.withLock { $0.answers }
    }

    private static func end(_ state: inout State) -> CheckedContinuation<Void, Never>? {
        state.isOver = true
        return state.waiting.take()
    }

    // MARK: late answers

    /// Whether somebody has not said anything yet.
    var isMissingSome: Bool { state.withLock { $0.missing > 0 } }

    /// Waits for the next late answer; one waits at a time.
    ///
    /// - Returns: nil when all have come, or nothing is taken any more.
    func nextLate() async -> Late? {
        while true {
            let (late, isEnd) = state.withLock { state in
                (state.late.isEmpty ? nil : state.late.removeFirst(), state.isClosed || state.missing == 0)
            }
            if let late { return late }
            if isEnd { return nil }
            await withCheckedContinuation { continuation in
                let isNews = state.withLock { state in
                    if state.isClosed || !state.late.isEmpty { return true }
                    state.waitingForLate = continuation
                    return false
                }
                if isNews { continuation.resume() }
            }
        }
    }

    /// Nothing is taken any more; what has come still is.
    func close() {
        state.withLock { state in
            state.isClosed = true
            return state.waitingForLate.take()
        }?.resume()
    }
}
