import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// One session on a candidate, called as a broker would call it.
struct PlatformSession: Sendable {
    let candidate: PlatformConformance.Candidate
    let work: Work

    var platform: any Platform { candidate.platform }
    var parts: [Part] { Part.inOrder(of: work.plan) }

    /// Asks with a request, and takes the first plan.
    ///
    /// - Throws: `refused` when the answer is not yes.
    init(_ candidate: PlatformConformance.Candidate, _ request: Document) async throws {
        self.candidate = candidate
        let answer = await candidate.platform.canIDoThis(try Self.question(request))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw PlatformError(.refused, "A request that it can carry out is answered \(answer)")
        }
        work = Work(session: Self.nextID(), plan: plan, owner: .anonymous, end: Instant.latest)
    }

    static let now = Instant(seconds: 1_800_000_000)

    /// Always the same question for the same request.
    static func question(_ document: Document) throws -> Question {
        let (request, problems) = ExecutionRequest.reading(document, from: .json)
        if let problem = (problems.filter { $0.gravity != .unused } + request.validated()).first { throw problem }
        var number: UInt64 = 0
        return Question(request, asker: .anonymous, now: now, defaults: .init()) {
            number += 1
            return UUID(random: 1, number)
        }
    }

    static func nextID() -> UUID { UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))) }

    // MARK: calls

    func prepare() async throws(PlatformError) {
        for part in parts { _ = try await platform.prepare(part, of: work) }
    }

    func start() async throws(PlatformError) { _ = try await platform.start(work) }

    /// Every state until the end.
    func states() async throws(PlatformError) -> [WorkState] {
        var states: [WorkState] = []
        while true {
            let state = try await platform.observe(work, after: states.last)
            states.append(state)
            if case .finished = state { return states }
            // A platform that tells the same state again and again would go on for ever.
            if states.count > 100 { return states }
        }
    }

    func release() async throws(PlatformError) {
        for part in parts.reversed() { try await platform.release(part, of: work) }
        await forget()
    }

    func forget() async {
        if let platform = platform as? any LogProviding { await platform.forget(work.session) }
    }

    /// Does something with the session, and releases it whatever comes of that.
    func released(_ body: () async throws -> Void) async throws {
        do { try await body() } catch {
            try? await platform.cancel(work)
            try await release()
            throw error
        }
        try await release()
    }

    /// - Returns: what came of it; `nil` when it took longer than the candidate may.
    func soon<Value: Sendable>(
        _ body: @escaping @Sendable (PlatformSession) async throws(PlatformError) -> Value
    ) async -> Result<Value, PlatformError>? {
        let task = Task { () -> Result<Value, PlatformError> in
            do throws(PlatformError) { return .success(try await body(self)) } catch { return .failure(error) }
        }
        return await soon(task)
    }

    /// The value of a task; `nil` when it took longer than the candidate may.
    func soon<Value: Sendable>(_ task: Task<Value, Never>) async -> Value? {
        let (first, answers) = AsyncStream<Value?>.makeStream()
        let seconds = candidate.patienceSeconds
        let clock = Task {
            try? await Task.sleep(for: .seconds(seconds))
            answers.yield(nil)
        }
        let waiting = Task { answers.yield(await task.value) }
        defer {
            clock.cancel()
            waiting.cancel()
        }
        for await answer in first {
            if answer == nil { task.cancel() }
            return answer
        }
        return nil
    }
}
