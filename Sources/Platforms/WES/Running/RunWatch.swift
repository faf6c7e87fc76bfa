import BerthModel
import BerthPlatform
import Synchronization

/// Looks at runs, each that somebody waits for, again and again: one loop for all, so many looks in a second.
final class RunWatch: Sendable {
    typealias Look = @Sendable (String) async throws(PlatformError) -> RunState
    private typealias Continuation = CheckedContinuation<Result<RunState, PlatformError>, Never>

    private struct Waiter {
        var run: String
        var continuation: Continuation
    }

    private struct State {
        var waiting: [Int: Waiter] = [:]
        var isLooking = false
        var lastLook: ContinuousClock.Instant?
        var nextWaiter = 0
    }

    private let look: Look
    private let gap: Duration
    private let perLook: Duration
    private let state = Mutex(State())
    /// Looks that are under way at the same time.
    private static let atOnce = 4

    init(_ settings: WESSettings, _ look: @escaping Look) {
        self.look = look
        gap = .seconds(settings.pollSeconds)
        perLook = .seconds(1) / Int(clamping: settings.callsPerSecond)
    }

    /// What the next look at a run says: it begins after the call.
    ///
    /// - Throws: as the look, and `cancelled`.
    func state(of run: String) async throws(PlatformError) -> RunState {
        let cancelled = PlatformError(.cancelled, "Watching the run was cancelled.")
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation) in
                let (isLate, begins) = state.withLock { state in
                    if Task.isCancelled { return (true, false) }
                    state.waiting[id] = Waiter(run: run, continuation: continuation)
                    defer { state.isLooking = true }
                    return (false, !state.isLooking)
                }
                if isLate { continuation.resume(returning: .failure(cancelled)) }
                if begins { Task { await lookAtAll() } }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.continuation.resume(returning: .failure(cancelled))
        }
        return try result.get()
    }

    private func lookAtAll() async {
        var pause = gap
        while true {
            if let last = state.withLock({ $0.lastLook }) {
                try? await Task.sleep(until: last + pause, clock: .continuous)
            }
            let waiters = state.withLock { state in
                let waiters = Array(state.waiting.values)
                state.waiting = [:]
                state.isLooking = !waiters.isEmpty
                state.lastLook = ContinuousClock.now
                return waiters
            }
            if waiters.isEmpty { return }
            let runs = Dictionary(grouping: waiters, by: \.run)
            pause = max(gap, perLook * runs.count)
            await withTaskGroup(of: Void.self) { group in
                for (number, (run, waiters)) in runs.sorted(by: { $0.key < $1.key }).enumerated() {
                    if number >= Self.atOnce { await group.next() }
                    group.addTask { [look] in
                        let result: Result<RunState, PlatformError>
                        do throws(PlatformError) { result = .success(try await look(run)) } catch {
                            result = .failure(error)
                        }
                        for waiter in waiters { waiter.continuation.resume(returning: result) }
                    }
                }
            }
        }
    }
}
