import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudPausesTests {
    @Test func theyGetLonger() async throws {
        var pauses = CloudPauses()
        #expect(pauses.upcoming == .milliseconds(500))
        try await pauses.next()
        #expect(pauses.upcoming == .seconds(1))
    }

    @Test func whoIsCancelledDoesNotWait() async {
        let task = Task { () -> PlatformError.Code? in
            var pauses = CloudPauses()
            while true {
                do throws(PlatformError) { try await pauses.next() } catch { return error.code }
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }
}
