import BerthPlatform
import Synchronization

/// What the service said about itself, remembered for a while; who asks while it is being asked waits for that answer.
final class KnownFacts: Sendable {
    private typealias Asking = Task<Result<ServiceFacts, PlatformError>, Never>

    private struct State {
        var asking: Asking?
        var begin = ContinuousClock.now
        var last: ServiceFacts?
    }

    private let service: WESService
    private let life: Duration
    private let state = Mutex(State())

    init(_ service: WESService, _ settings: WESSettings) {
        self.service = service
        life = .seconds(settings.factsSeconds)
    }

    /// The latest that it said, however long ago; `nil` before its first answer.
    var last: ServiceFacts? { state.withLock { $0.last } }

    /// - Throws: as `WESService.facts`; the next who asks then asks anew.
    func facts() async throws(PlatformError) -> ServiceFacts {
        let asking = state.withLock { state in
            if let asking = state.asking, ContinuousClock.now - state.begin < life { return asking }
            let service = service
            let asking = Asking {
                do throws(PlatformError) { return .success(try await service.facts()) } catch {
                    return .failure(error)
                }
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
