import BerthClient
import BerthModel
import Testing

@testable import BerthRemote

@Suite struct DeadlineTests {
    @Test func `what is there in time is handed on, errors too`() async throws {
        #expect(try await Deadline.within(seconds: 5) { () async throws(ClientError) in 7 } == 7)
        await #expect(throws: ClientError(.gone, "Gone.")) {
            try await Deadline.within(seconds: 5) { () async throws(ClientError) in throw ClientError(.gone, "Gone.") }
        }
    }

    @Test func `what is not there in time is too slow, and nobody waits for it`() async throws {
        let cancelled = AsyncStream<Bool>.makeStream()
        await #expect(throws: ClientError(.tooSlow, "No answer came within 1 s.")) {
            try await Deadline.within(seconds: 1) { () async throws(ClientError) in
                try? await Task.sleep(for: .seconds(600))
                cancelled.continuation.yield(Task.isCancelled)
            }
        }
        // It is told to end.
        for await isCancelled in cancelled.stream {
            #expect(isCancelled)
            break
        }
    }

    @Test func `it ends with the task that waits`() async {
        let task = Task { () -> ClientError? in
            do throws(ClientError) {
                try await Deadline.within(seconds: 600) { () async throws(ClientError) in
                    try? await Task.sleep(for: .seconds(600))
                }
                return nil
            } catch { return error }
        }
        task.cancel()
        #expect(await task.value?.code == .cancelled)
    }
}
