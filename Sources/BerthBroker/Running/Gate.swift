/// Keeps steps waiting until a platform is ready for them.
final class Gate: Sendable {
    private struct State {
        /// Whether those who come may pass; `nil` while they have to wait.
        var mayPass: Bool?
        var waiting: [CheckedContinuation<Bool, Never>] = []
    }

    private let state = Locked(State())

    func open() { decide(true) }

    /// Whoever waits is sent away.
    func close() { decide(false) }

    /// - Returns: `false` when the gate will not open.
    func pass() async -> Bool {
        await withCheckedContinuation { continuation in
            let mayPass = state.withLock { state in
                if state.mayPass == nil { state.waiting.append(continuation) }
                return state.mayPass
            }
            if let mayPass { continuation.resume(returning: mayPass) }
        }
    }

    /// The first decision counts.
    private func decide(_ mayPass: Bool) {
        let waiting = state.withLock { state -> [CheckedContinuation<Bool, Never>] in
            if state.mayPass != nil { return [] }
            state.mayPass = mayPass
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume(returning: mayPass) }
    }
}
