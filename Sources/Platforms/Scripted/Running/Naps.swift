import BerthModel
import Synchronization

/// Those who wait for an instant, or for something to happen to a session, whichever comes first.
final class Naps: Sendable {
    private struct State {
        /// Grows with everything that happens.
        var version = 0
        var lastNap = 0
        var naps: [UUID: [Int: Task<Void, Never>]] = [:]
    }

    private let sleep: @Sendable (Instant) async -> Void
    private let state = Mutex(State())

    init(sleep: @escaping @Sendable (Instant) async -> Void) { self.sleep = sleep }

    /// To be asked before one looks at what may change.
    var version: Int { state.withLock(\.version) }

    /// Something happened: whoever waits looks again.
    func wake(_ session: UUID) {
        let woken = state.withLock { state in
            state.version += 1
            return state.naps[session].map { Array($0.values) } ?? []
        }
        for nap in woken { nap.cancel() }
    }

    /// Returns at the instant, when something happens or has happened after the version, or when the task is
    /// cancelled; sometimes for no reason.
    func wait(for session: UUID, after version: Int, until instant: Instant) async {
        let nap = Task { [sleep] in await sleep(instant) }
        let number = state.withLock { state -> Int? in
            if state.version != version { return nil }
            state.lastNap += 1
            state.naps[session, default: [:]][state.lastNap] = nap
            return state.lastNap
        }
        guard let number else { return nap.cancel() }
        await withTaskCancellationHandler {
            await nap.value
        } onCancel: {
            nap.cancel()
        }
        state.withLock { state in
            state.naps[session]?[number] = nil
            if state.naps[session]?.isEmpty == true { state.naps[session] = nil }
        }
    }
}
