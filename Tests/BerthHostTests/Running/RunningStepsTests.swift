import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct RunningStepsTests {
    private let session = UUID(high: 0, low: 1)

    @Test("cancel ends a step, and none begins after it until the session is forgotten")
    func cancelled() async throws {
        let steps = RunningSteps()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let step = Task { [session] in
            try await steps.carryOut(session) { () async throws(PlatformError) in
                begin.yield()
                do {
                    try await Task.sleep(for: .seconds(600))
                } catch {
                    throw PlatformError(.broken, "The call was ended.")
                }
            }
        }
        for await _ in begun { break }
        steps.cancel(session)
        let error = await #expect(throws: PlatformError.self) { try await step.value }
        #expect(error?.code == .cancelled)
        #expect(steps.isCancelled(session))
        steps.forget(session)
        #expect(try await steps.carryOut(session) { () async throws(PlatformError) in 1 } == 1)
    }

    @Test("a call that is carried out whole is not ended by cancel, and the release waits for it")
    func whole() async throws {
        let steps = RunningSteps()
        let (begun, begin) = AsyncStream<Void>.makeStream()
        let (ends, end) = AsyncStream<Void>.makeStream()
        let step = Task { [session] in
            try await steps.carryOut(session) { () async throws(PlatformError) in
                try await steps.carryOutWhole(session) { () async throws(PlatformError) in
                    begin.yield()
                    for await _ in ends { break }
                    if Task.isCancelled { throw PlatformError(.broken, "The call was ended.") }
                }
                return Task.isCancelled
            }
        }
        for await _ in begun { break }
        steps.cancel(session)
        let release = Task { [session] in await steps.settled(session) }
        end.yield()
        await release.value
        #expect(try await step.value)
    }

    @Test("after cancel no call begins")
    func late() async throws {
        let steps = RunningSteps()
        steps.cancel(session)
        let (calls, call) = AsyncStream<Void>.makeStream()
        let step: @Sendable () async throws(PlatformError) -> Void = { call.yield() }
        let error = await #expect(throws: PlatformError.self) { try await steps.carryOut(session, step) }
        #expect(error?.code == .cancelled)
        call.finish()
        for await _ in calls { Issue.record("it was called") }
    }
}
