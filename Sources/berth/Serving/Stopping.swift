import BerthBroker

/// Lets one task wait until somebody says stop.
final class Stopping: Sendable {
    private struct State {
        var isBegun = false
        var waiting: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Locked(State())

    func begin() {
        let waiting = state.withLock { state in
            state.isBegun = true
            let waiting = state.waiting
            state.waiting = []
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    func wait() async {
        await withCheckedContinuation { continuation in
            let isBegun = state.withLock { state in
                if !state.isBegun { state.waiting.append(continuation) }
                return state.isBegun
            }
            if isBegun { continuation.resume() }
        }
    }
}
