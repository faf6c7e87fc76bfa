import BerthModel
import BerthPlatform

/// The answers of all platforms to one question, as they come.
final class Gathering: Sendable {
    private struct State {
        var answers: [Answer?]
        var missing: Int
        /// In how many ways platforms have said yes.
        var ways = 0
        var hasEnough = false
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state: Locked<State>

    private let enough: Int

    /// - Parameter enough: nothing is waited for any more once there are so many ways; all are when nil.
    init(count: Int, enough: Int? = nil) {
        self.enough = enough ?? .max
        state = Locked(State(answers: Array(repeating: nil, count: count), missing: count))
    }

    /// - Returns: `false` for an answer that comes after the end; it is not looked at.
    @discardableResult
    func put(_ answer: Answer, at index: Int) -> Bool {
        let (isTaken, waiting) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if state.isOver || state.answers[index] != nil { return (false, nil) }
            state.answers[index] = answer
            state.missing -= 1
            if case .yes(let plans) = answer { state.ways += plans.count }
            if state.missing == 0 { return (true, Self.end(&state)) }
            if state.ways < enough { return (true, nil) }
            state.hasEnough = true
            return (true, Self.end(&state))
        }
        waiting?.resume()
        return isTaken
    }

    /// Whether some are missing because the others were enough.
    var hasEnough: Bool { state.withLock { $0.hasEnough } }

    /// What is missing stays missing.
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
        let waiting = state.waiting
        state.waiting = nil
        return waiting
    }
}
