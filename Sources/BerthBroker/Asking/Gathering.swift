import BerthModel
import BerthPlatform

/// The answers of all platforms to one question, as they come.
final class Gathering: Sendable {
    private struct State {
        var answers: [Answer?]
        var missing: Int
        var isOver = false
        var waiting: CheckedContinuation<Void, Never>?
    }

    private let state: Locked<State>

    init(count: Int) {
        state = Locked(State(answers: Array(repeating: nil, count: count), missing: count))
    }

    /// An answer that comes after the end is not looked at.
    ///
    /// - Returns: whether it came in time.
    @discardableResult
    func put(_ answer: Answer, at index: Int) -> Bool {
        let (isTaken, waiting) = state.withLock { state -> (Bool, CheckedContinuation<Void, Never>?) in
            if state.isOver || state.answers[index] != nil { return (false, nil) }
            state.answers[index] = answer
            state.missing -= 1
            return (true, state.missing == 0 ? Self.end(&state) : nil)
        }
        waiting?.resume()
        return isTaken
    }

    /// What is missing stays missing.
    func giveUp() {
        state.withLock { Self.end(&$0) }?.resume()
    }

    var isComplete: Bool { state.withLock { $0.missing == 0 } }

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
