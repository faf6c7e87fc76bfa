package import BerthPlatform
import Synchronization

/// What an engine said about itself, remembered for a while; who asks while it is being asked waits for that answer.
package final class Remembered<Facts: Sendable>: Sendable {
    package typealias Ask = @Sendable () async throws(PlatformError) -> Facts
    private typealias Asking = Task<Result<Facts, PlatformError>, Never>

    private struct State {
        var asking: Asking?
        var begin = ContinuousClock.now
        var last: Facts?
    }

    private let life: Duration
    private let ask: Ask
    private let state = Mutex(State())

    /// - Parameter life: how long an answer is taken for what is so, from when it was asked for.
    package init(for life: Duration, _ ask: @escaping Ask) {
        self.life = life
        self.ask = ask
    }

    /// The latest that it said, however long ago; `nil` before its first answer.
    package var last: Facts? { state.withLock { $0.last } }

    /// - Throws: as the asking; the next who asks then asks anew.
    package func facts() async throws(PlatformError) -> Facts {
        let asking = state.withLock { state in
            if let asking = state.asking, ContinuousClock.now - state.begin < life { return asking }
            let asking = Asking { [ask] in
                do throws(PlatformError) { return .success(try await ask()) } catch { return .failure(error) }
            }
            state.asking = asking
            state.begin = ContinuousClock.now
            return asking
        }
        let result = await asking.value
        state.withLock { state in
            switch result {
            case .success(let facts): state.last = facts
            case .failure: if state.asking == asking { state.asking = nil }
            }
        }
        return try result.get()
    }
}
