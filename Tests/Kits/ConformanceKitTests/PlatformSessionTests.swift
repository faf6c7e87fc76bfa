import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import ConformanceKit

@Suite struct PlatformSessionTests {
    @Test func theSameRequestIsTheSameQuestion() throws {
        let candidate = try BrokenPlatform(nil).candidate()
        #expect(try PlatformSession.question(candidate.short) == PlatformSession.question(candidate.short))
    }

    @Test func aRequestThatCannotBeReadIsThrown() {
        #expect(throws: Problem.self) { try PlatformSession.question(["executable": 7]) }
    }

    @Test func whatIsRefusedHasNoSession() async throws {
        let candidate = try BrokenPlatform(nil).candidate()
        let error = await #expect(throws: PlatformError.self) {
            try await PlatformSession(candidate, candidate.refused[0])
        }
        #expect(error?.code == .refused)
    }

    @Test func whatTakesLongerThanItMayHasNoResult() async throws {
        var candidate = try BrokenPlatform(nil).candidate()
        candidate.patienceSeconds = 0
        let session = try await PlatformSession(candidate, candidate.short)
        let never = await session.soon { _ throws(PlatformError) in
            do { try await Task.sleep(for: .seconds(600)) } catch { throw PlatformError(.cancelled, "Ended.") }
        }
        #expect(never == nil)
    }

    @Test func whatFailsInTimeHasItsError() async throws {
        let candidate = try BrokenPlatform(nil).candidate()
        let session = try await PlatformSession(candidate, candidate.short)
        let result: Result<Int, PlatformError>? = await session.soon { _ throws(PlatformError) in
            throw PlatformError(.lost, "Gone.")
        }
        #expect(result == .failure(PlatformError(.lost, "Gone.")))
    }
}
