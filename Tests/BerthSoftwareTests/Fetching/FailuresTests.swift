import BerthModel
import Testing

@testable import BerthSoftware

struct FailuresTests {
    private static func after(_ seconds: Int64) -> Instant { Sample.now + TimeSpan(seconds: seconds) }

    @Test func leftAloneForAWhileAndThenAskedAgain() {
        let failures = Failures()
        failures.note(SoftwareError(.unreachable, "It is away."), of: "a", at: Sample.now)
        #expect(failures.failure(of: "b", at: Sample.now) == nil)
        let told = failures.failure(of: "a", at: Self.after(45))?.told(at: Self.after(45))
        #expect(told?.message == "It is away. It was asked 45 s ago, and is asked again in 4 min.")
        #expect(failures.failure(of: "a", at: Self.after(299)) != nil)
        #expect(failures.failure(of: "a", at: Self.after(300)) == nil)
    }

    @Test func asLongAsItSays() {
        let failures = Failures()
        failures.note(SoftwareError(.tooBusy, "", retryAfterSeconds: 7), of: "a", at: Sample.now)
        #expect(failures.failure(of: "a", at: Self.after(6)) != nil)
        #expect(failures.failure(of: "a", at: Self.after(7)) == nil)
    }
}
