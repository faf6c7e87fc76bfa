import BerthModel
import BerthPlatform
import Synchronization

/// The machines of this instance: one list for all who wait, again and again as long as somebody does.
final class ServerWatch: Sendable {
    typealias Servers = [UUID: CloudServer]

    private struct State {
        var waiting: [Int: CheckedContinuation<Result<Servers, PlatformError>, Never>] = [:]
        var isLooking = false
        var lastLook: ContinuousClock.Instant?
    }

    private let cloud: Cloud
    private let gap: Duration
    private let state = Mutex(State())
    private let nextWaiter = Atomic<Int>(0)

    init(_ cloud: Cloud) {
        self.cloud = cloud
        gap = .seconds(cloud.settings.pollSeconds)
    }

    /// The next list: its making begins after the call. Of two machines of one session the older counts.
    ///
    /// - Throws: as `Cloud.call`.
    func servers() async throws(PlatformError) -> Servers {
        let id = nextWaiter.add(1, ordering: .relaxed).newValue
        let cancelled = PlatformError(.cancelled, "Watching the machines was cancelled.")
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation {
                (continuation: CheckedContinuation<Result<Servers, PlatformError>, Never>) in
                let (isLate, begins) = state.withLock { state in
                    if Task.isCancelled { return (true, false) }
                    state.waiting[id] = continuation
                    defer { state.isLooking = true }
                    return (false, !state.isLooking)
                }
                if isLate { continuation.resume(returning: .failure(cancelled)) }
                if begins { Task { await look() } }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(returning: .failure(cancelled))
        }
        return try result.get()
    }

    private func look() async {
        while true {
            if let last = state.withLock({ $0.lastLook }) {
                try? await Task.sleep(until: last + gap, clock: .continuous)
            }
            let waiting = state.withLock { state in
                let waiting = Array(state.waiting.values)
                state.waiting = [:]
                state.isLooking = !waiting.isEmpty
                state.lastLook = ContinuousClock.now
                return waiting
            }
            if waiting.isEmpty { return }
            let result = await list()
            for continuation in waiting { continuation.resume(returning: result) }
        }
    }

    private func list() async -> Result<Servers, PlatformError> {
        do throws(PlatformError) {
            return .success(ServerWatch.sorted(try await cloud.servers(), instance: cloud.settings.instance))
        } catch {
            return .failure(error)
        }
    }

    /// - Parameter servers: the oldest first.
    static func sorted(_ servers: [CloudServer], instance: String) -> Servers {
        var found: Servers = [:]
        for server in servers {
            guard let session = CloudName.session(server.name, instance: instance) else { continue }
            if found[session] == nil { found[session] = server }
        }
        return found
    }
}
