package import BerthModel
package import BerthPlatform
import Synchronization

/// The steps that are being carried out, so that `cancel` reaches them.
package final class RunningSteps: Sendable {
    private struct Step {
        var isCancelled = false
        var cancel: (@Sendable () -> Void)?
    }

    private let steps = Mutex<[UUID: Step]>([:])
    /// Calls that nothing ends early.
    private let whole = Mutex<[UUID: Task<Result<Void, PlatformError>, Never>]>([:])

    package init() {}

    /// Carries out a step that `cancel` ends; a session that was cancelled before does not begin it.
    package func carryOut<Value: Sendable>(
        _ session: UUID, _ step: @escaping @Sendable () async throws(PlatformError) -> Value
    ) async throws(PlatformError) -> Value {
        let cancelled = PlatformError(.cancelled, "The session was cancelled.")
        if isCancelled(session) { throw cancelled }
        let task = Task<Result<Value, PlatformError>, Never> {
            do throws(PlatformError) {
                return .success(try await step())
            } catch {
                return .failure(error)
            }
        }
        let isCancelled = steps.withLock { steps in
            steps[session, default: Step()].cancel = { task.cancel() }
            return steps[session]?.isCancelled ?? false
        }
        if isCancelled { task.cancel() }
        let result = await withTaskCancellationHandler {
            await task.value
        } onCancel: {
            task.cancel()
        }
        let wasCancelled = steps.withLock { steps in
            steps[session]?.cancel = nil
            if steps[session]?.isCancelled == true { return true }
            steps[session] = nil
            return false
        }
        if wasCancelled, case .failure = result { throw cancelled }
        return try result.get()
    }

    /// Carries out a call that `cancel` does not end, and waits for it also when it came.
    ///
    /// - Throws: `cancelled` without calling when it came before.
    package func carryOutWhole(
        _ session: UUID, _ call: @escaping @Sendable () async throws(PlatformError) -> Void
    ) async throws(PlatformError) {
        if Task.isCancelled { throw PlatformError(.cancelled, "The session was cancelled.") }
        let task = Task<Result<Void, PlatformError>, Never> {
            do throws(PlatformError) {
                return .success(try await call())
            } catch {
                return .failure(error)
            }
        }
        whole.withLock { $0[session] = task }
        let result = await task.value
        whole.withLock { $0[session] = nil }
        try result.get()
    }

    /// Waits until no such call is under way.
    package func settled(_ session: UUID) async {
        _ = await whole.withLock { $0[session] }?.value
    }

    /// Ends the step that is being carried out; no other begins.
    package func cancel(_ session: UUID) {
        steps.withLock { steps in
            steps[session, default: Step()].isCancelled = true
            return steps[session]?.cancel
        }?()
    }

    package func isCancelled(_ session: UUID) -> Bool {
        steps.withLock { $0[session]?.isCancelled ?? false }
    }

    /// The session is being released: nothing of it is left to cancel.
    package func forget(_ session: UUID) {
        steps.withLock { $0[session] = nil }
    }
}
