import BerthBroker

/// Does something until it is done or somebody presses Ctrl-C.
enum Interruption {
    static func during<Value: Sendable>(
        _ signals: Signals, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Result<Value, Interrupted> {
        let told = Locked<Signals.Signal?>(nil)
        let task = Task { try await body() }
        signals.handle { signal in
            // There is no configuration to take up.
            if signal == .renew { return }
            told.withLock { $0 = signal }
            // Whoever presses again does not want to wait.
            signals.release()
            task.cancel()
        }
        defer { signals.release() }
        do {
            return .success(try await task.value)
        } catch {
            if let signal = told.withLock({ $0 }) { return .failure(Interrupted(signal: signal)) }
            throw error
        }
    }
}

/// The process was told to stop.
struct Interrupted: Error, Sendable {
    var signal: Signals.Signal

    var exitCode: ExitCode { signal.exitCode ?? .terminated }
}
