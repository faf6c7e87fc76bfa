import BerthModel
import Synchronization

/// What is known in this process of sessions that are carried out elsewhere: whether their output may be read yet, and
/// whether they are over there.
final class FollowedSessions: Sendable {
    private struct Session {
        /// It is being prepared, and not started.
        var isPreparing = false
        var isOver = false
        /// Who waits for the start.
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private struct State {
        var sessions: [UUID: Session] = [:]
        var lastWaiter = 0
    }

    private let state = Mutex(State())

    func prepare(_ session: UUID) {
        state.withLock { $0.sessions[session, default: Session()].isPreparing = true }
    }

    /// It is started, or never will be.
    func open(_ session: UUID) {
        let waiting = state.withLock { state in
            state.sessions[session]?.isPreparing = false
            let waiting = state.sessions[session]?.waiting ?? [:]
            state.sessions[session]?.waiting = [:]
            return waiting
        }
        for continuation in waiting.values { continuation.resume() }
    }

    func isPreparing(_ session: UUID) -> Bool { state.withLock { $0.sessions[session]?.isPreparing ?? false } }

    /// Waits for the start, or until the task is cancelled.
    func opened(_ session: UUID) async {
        let number = state.withLock { state in
            state.lastWaiter += 1
            return state.lastWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let waits = state.withLock { state in
                    guard state.sessions[session]?.isPreparing ?? false, !Task.isCancelled else { return false }
                    state.sessions[session]?.waiting[number] = continuation
                    return true
                }
                if !waits { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.sessions[session]?.waiting.removeValue(forKey: number) }?.resume()
        }
    }

    /// The session there is at its end: nothing of it is left to release.
    func end(_ session: UUID) {
        state.withLock { $0.sessions[session, default: Session()].isOver = true }
    }

    func isOver(_ session: UUID) -> Bool { state.withLock { $0.sessions[session]?.isOver ?? false } }

    func forget(_ session: UUID) {
        open(session)
        state.withLock { $0.sessions[session] = nil }
    }
}
