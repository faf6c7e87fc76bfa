import BerthModel
import BerthPlatform
import Synchronization

/// Looks at the servers of users for whom somebody waits, again and again: one look at each for all of theirs.
final class ServerWatch: Sendable {
    typealias Servers = [String: HubServer]
    typealias Look = @Sendable (String) async throws(PlatformError) -> Servers
    private typealias Continuation = CheckedContinuation<Result<Servers, PlatformError>, Never>

    private struct Waiter {
        var user: String
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
    private let state = Mutex(State())
    /// Looks that are under way at the same time.
    private static let atOnce = 4

    init(_ settings: JupyterHubSettings, _ look: @escaping Look) {
        self.look = look
        gap = .seconds(settings.pollSeconds)
    }

    /// What the next look at a user says: it begins after the call.
    ///
    /// - Throws: as the look, and `cancelled`.
    func servers(of user: String) async throws(PlatformError) -> Servers {
        let cancelled = PlatformError(.cancelled, "Watching the server was cancelled.")
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: Continuation) in
                let (isLate, begins) = state.withLock { state in
                    if Task.isCancelled { return (true, false) }
                    state.waiting[id] = Waiter(user: user, continuation: continuation)
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
        while true {
            if let last = state.withLock({ $0.lastLook }) {
                try? await Task.sleep(until: last + gap, clock: .continuous)
            }
            let waiters = state.withLock { state in
                let waiters = Array(state.waiting.values)
                state.waiting = [:]
                state.isLooking = !waiters.isEmpty
                state.lastLook = ContinuousClock.now
                return waiters
            }
            if waiters.isEmpty { return }
            let users = Dictionary(grouping: waiters, by: \.user)
            await withTaskGroup(of: Void.self) { group in
                for (number, (user, waiters)) in users.sorted(by: { $0.key < $1.key }).enumerated() {
                    if number >= Self.atOnce { await group.next() }
                    group.addTask { [look] in
                        let result: Result<Servers, PlatformError>
                        do throws(PlatformError) { result = .success(try await look(user)) } catch {
                            result = .failure(error)
                        }
                        for waiter in waiters { waiter.continuation.resume(returning: result) }
                    }
                }
            }
        }
    }
}
