package import BerthPlatform
import Synchronization

/// Looks at things for which somebody waits, again and again as long as somebody does: one look at each for all who
/// wait for it.
package final class NextLook<Key: Hashable & Comparable & Sendable, Seen: Sendable>: Sendable {
    package typealias Look = @Sendable (Key) async throws(PlatformError) -> Seen
    private typealias Continuation = CheckedContinuation<Result<Seen, PlatformError>, Never>

    private struct Waiter {
        var key: Key
        var continuation: Continuation
    }

    private struct State {
        var waiting: [Int: Waiter] = [:]
        var isLooking = false
        var lastLook: ContinuousClock.Instant?
        /// How long the last round took.
        var length: Duration = .zero
        var isHurried = false
        var pause: Task<Void, Never>?
        var nextWaiter = 0
    }

    private let what: String
    private let gap: Duration
    private let perLook: Duration
    private let hurriedGap: Duration
    private let look: Look
    private let state = Mutex(State())
    /// Looks that are under way at the same time.
    private let atOnce = 4

    /// - Parameters:
    ///   - what: what is watched, as "the job", for those whose wait is cancelled.
    ///   - gap: from the begin of one round of looks to the begin of the next.
    ///   - perLook: more of it for each look of the round, where that comes to more than the gap.
    ///   - hurriedGap: what the gap is at least after `hurry`.
    package init(
        _ what: String, every gap: Duration, perLook: Duration = .zero, hurriedGap: Duration = .milliseconds(100),
        _ look: @escaping Look
    ) {
        self.what = what
        self.gap = gap
        self.perLook = perLook
        self.hurriedGap = hurriedGap
        self.look = look
    }

    /// How many wait for a look that has not begun.
    var waiting: Int { state.withLock { $0.waiting.count } }

    /// What the next look at a thing says: it begins after the call.
    ///
    /// - Throws: as the look, and `cancelled`.
    package func next(_ key: Key) async throws(PlatformError) -> Seen {
        let cancelled = PlatformError(.cancelled, "Watching \(what) was cancelled.")
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation) in
                let (isLate, begins) = state.withLock { state in
                    if Task.isCancelled { return (true, false) }
                    state.waiting[id] = Waiter(key: key, continuation: continuation)
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

    /// Something has happened that a look would show: the next round does not wait for its time.
    ///
    /// Rounds that take long are made less often all the same: looking has at most a tenth of the time.
    package func hurry() {
        state.withLock { state in
            state.isHurried = true
            return state.pause
        }?.cancel()
    }

    /// Waits until it is time for the next round, or somebody is in a hurry.
    private func rest(_ pause: Duration) async {
        guard let last = state.withLock({ $0.lastLook }) else { return }
        let sleep = state.withLock { state -> Task<Void, Never>? in
            if state.isHurried { return nil }
            state.pause = Task { try? await Task.sleep(until: last + pause, clock: .continuous) }
            return state.pause
        }
        await sleep?.value
        let least = state.withLock { state -> Duration? in
            state.pause = nil
            return state.isHurried ? min(pause, max(hurriedGap, state.length * 10)) : nil
        }
        if let least { try? await Task.sleep(until: last + least, clock: .continuous) }
    }

    private func lookAtAll() async {
        var pause = gap
        while true {
            await rest(pause)
            let begin = ContinuousClock.now
            let waiters = state.withLock { state in
                let waiters = Array(state.waiting.values)
                state.waiting = [:]
                state.isLooking = !waiters.isEmpty
                state.isHurried = false
                state.lastLook = begin
                return waiters
            }
            if waiters.isEmpty { return }
            let keys = Dictionary(grouping: waiters, by: \.key)
            pause = max(gap, perLook * keys.count)
            await withTaskGroup(of: Void.self) { group in
                for (number, (key, waiters)) in keys.sorted(by: { $0.key < $1.key }).enumerated() {
                    if number >= atOnce { await group.next() }
                    group.addTask { [look] in
                        let result: Result<Seen, PlatformError>
                        do throws(PlatformError) { result = .success(try await look(key)) } catch {
                            result = .failure(error)
                        }
                        for waiter in waiters { waiter.continuation.resume(returning: result) }
                    }
                }
            }
            state.withLock { $0.length = ContinuousClock.now - begin }
        }
    }
}
