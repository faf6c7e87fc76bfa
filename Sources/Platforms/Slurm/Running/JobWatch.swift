import BerthModel
import BerthPlatform
import Synchronization

/// The jobs of this instance: one list for all who wait, again and again as long as somebody does.
final class JobWatch: Sendable {
    typealias Jobs = [UUID: SlurmJob]

    private struct State {
        var waiting: [Int: CheckedContinuation<Result<Jobs, PlatformError>, Never>] = [:]
        var isLooking = false
        var lastLook: ContinuousClock.Instant?
    }

    private let commands: SlurmCommands
    private let instance: String
    private let gap: Duration
    private let state = Mutex(State())
    private let nextWaiter = Atomic<Int>(0)

    init(_ commands: SlurmCommands, _ settings: SlurmSettings) {
        self.commands = commands
        instance = settings.instance
        gap = .seconds(settings.pollSeconds)
    }

    /// The next list: its making begins after the call. Of two jobs of one session the first counts.
    ///
    /// - Throws: `unreachable`, `broken`, `cancelled`.
    func jobs() async throws(PlatformError) -> Jobs {
        let id = nextWaiter.add(1, ordering: .relaxed).newValue
        let cancelled = PlatformError(.cancelled, "Watching the jobs was cancelled.")
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<Jobs, PlatformError>, Never>) in
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

    private func list() async -> Result<Jobs, PlatformError> {
        do throws(PlatformError) {
            return .success(JobWatch.sorted(try await commands.jobs(), instance: instance))
        } catch {
            return .failure(error)
        }
    }

    static func sorted(_ jobs: [SlurmJob], instance: String) -> Jobs {
        var found: Jobs = [:]
        for job in jobs {
            guard let session = JobName.session(job.name, instance: instance) else { continue }
            if let known = found[session], known.number < job.number { continue }
            found[session] = job
        }
        return found
    }
}
