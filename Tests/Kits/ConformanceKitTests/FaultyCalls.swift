import BerthModel
import BerthPlatform
import ConformanceKit
import Synchronization

/// A platform in front of another, of whose steps one is lost.
final class FaultyCalls: Platform {
    private let inner: BrokenPlatform
    private let number: Int
    private let loss: CallFaults.Loss
    private let state = Mutex((count: 0, didFail: false))

    var didFail: Bool { state.withLock { $0.didFail } }

    init(_ inner: BrokenPlatform, failing number: Int, _ loss: CallFaults.Loss) {
        self.inner = inner
        self.number = number
        self.loss = loss
    }

    var profile: PlatformProfile { inner.profile }
    func canIDoThis(_ question: Question) async -> Answer { await inner.canIDoThis(question) }

    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try await step { () async throws(PlatformError) in try await self.inner.prepare(part, of: work) }
    }

    func start(_ work: Work) async throws(PlatformError) -> Progress {
        try await step { () async throws(PlatformError) in try await self.inner.start(work) }
    }

    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        try await step { () async throws(PlatformError) in try await self.inner.observe(work, after: seen) }
    }

    func cancel(_ work: Work) async throws(PlatformError) { try await inner.cancel(work) }

    func release(_ part: Part, of work: Work) async throws(PlatformError) {
        if didFail, inner.defect == .leavesWhatFailed { return }
        try await step { () async throws(PlatformError) in try await self.inner.release(part, of: work) }
    }

    private func step<Value: Sendable>(
        _ call: () async throws(PlatformError) -> Value
    ) async throws(PlatformError) -> Value {
        let fails = state.withLock { state in
            state.count += 1
            if state.count == number { state.didFail = true }
            return state.count == number
        }
        if fails && loss == .request { throw Self.lost }
        let value = try await call()
        if fails { throw Self.lost }
        return value
    }

    private static let lost = PlatformError(.unreachable, "The engine does not answer.")
}
