import BerthClient
import BerthModel

/// Calls that are over in time, whatever the other side does.
enum Deadline {
    /// What the body says, or `tooSlow` at the end of its time; then its task is cancelled and nobody waits for it.
    ///
    /// - Parameter begin: from when on its time counts.
    static func within<Value: Sendable>(
        seconds: Int64, from begin: ContinuousClock.Instant = .now,
        _ body: @escaping @Sendable () async throws(ClientError) -> Value
    ) async throws(ClientError) -> Value {
        let task = Task { () -> Result<Value, ClientError> in
            do throws(ClientError) { return .success(try await body()) } catch { return .failure(error) }
        }
        let (first, answers) = AsyncStream<Result<Value, ClientError>>.makeStream()
        let clock = Task {
            try? await Task.sleep(until: begin + .seconds(seconds), tolerance: .milliseconds(1), clock: .continuous)
            if Task.isCancelled { return }
            answers.yield(.failure(ClientError(.tooSlow, "No answer came within \(seconds) s.")))
        }
        let waiting = Task { answers.yield(await task.value) }
        defer {
            clock.cancel()
            waiting.cancel()
            task.cancel()
        }
        for await result in first { return try result.get() }
        // The stream ends early with the task that waits for it.
        throw ClientError(.cancelled, "The request was cancelled.")
    }
}
