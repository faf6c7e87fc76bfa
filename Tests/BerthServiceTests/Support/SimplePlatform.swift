import BerthBroker
import BerthModel
import BerthPlatform

/// A platform of four cores that says yes to what fits. Its work ends when the test says so, and writes what the test
/// says.
final class SimplePlatform: LogProviding {
    private struct State {
        var outcome: Outcome?
        var outputs: [LogStream: [UInt8]] = [:]
        var failure: PlatformError?
        var waiting: [Int: CheckedContinuation<Void, Never>] = [:]
        var last = 0
    }

    private let state = Locked(State())

    let profile = PlatformProfile(
        name: "simple", kind: "simple", summary: "A platform for tests.", executables: [.dockerContainer],
        capacity: Resources(cores: 4, memoryBytes: 8 * bytesPerGibibyte, storageBytes: 100 * bytesPerGibibyte))

    // MARK: what a test does

    /// The work ends.
    func finish(_ outcome: Outcome = .exited(0)) { change { $0.outcome = outcome } }

    /// The work writes.
    func write(_ bytes: [UInt8], to stream: LogStream = .stdout) {
        change { $0.outputs[stream, default: []] += bytes }
    }

    func write(_ text: String) { write(Array(text.utf8)) }

    /// Output cannot be read from now on.
    func failLogs() { change { $0.failure = PlatformError(.unreachable, "The engine is away.") } }

    private func change(_ body: (inout State) -> Void) {
        let waiting = state.withLock { state in
            body(&state)
            let waiting = Array(state.waiting.values)
            state.waiting = [:]
            return waiting
        }
        for continuation in waiting { continuation.resume() }
    }

    // MARK: what a broker asks

    func canIDoThis(_ question: Question) async -> Answer {
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        if let capacity = profile.capacity { obstacles += question.obstaclesOfSize(capacity: capacity) }
        return obstacles.isEmpty ? .yes([Plan(question, on: profile.name, demand: question.needs)]) : .no(obstacles)
    }

    func prepare(_ part: Part, of work: Work) async -> Progress { .done }
    func start(_ work: Work) async -> Progress { .done }
    func cancel(_ work: Work) async { finish(Outcome(isSuccess: false, exitCode: nil)) }
    func release(_ part: Part, of work: Work) async {}

    func observe(_ work: Work, after seen: WorkState?) async -> WorkState {
        while !Task.isCancelled {
            if let outcome = state.withLock({ $0.outcome }) { return .finished(outcome) }
            if seen == nil { return .running }
            await waitForChange { $0.outcome != nil }
        }
        return .running
    }

    func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        while true {
            let (bytes, isEnd, failure) = state.withLock { state in
                let all = state.outputs[stream] ?? []
                let start = Int(min(max(0, offset), Int64(all.count)))
                let end = min(all.count, start + limit)
                return (Array(all[start..<end]), state.outcome != nil && end == all.count, state.failure)
            }
            if let failure { throw failure }
            if !bytes.isEmpty || isEnd || !waiting || Task.isCancelled { return LogPiece(bytes: bytes, isEnd: isEnd) }
            await waitForChange { Int64($0.outputs[stream]?.count ?? 0) > offset || $0.outcome != nil }
        }
    }

    func forget(_ session: UUID) async {}

    private func waitForChange(_ isThere: @escaping @Sendable (State) -> Bool) async {
        let ticket = state.withLock { state in
            state.last += 1
            return state.last
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    if isThere(state) || Task.isCancelled { return true }
                    state.waiting[ticket] = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: ticket) }?.resume()
        }
    }
}
