import BerthPlatform
import Synchronization
import Testing

@testable import BerthWES

struct RunWatchTests {
    private final class Looks: Sendable {
        let runs = Mutex<[String]>([])
    }

    @Test("who waits for the same run costs one look")
    func once() async throws {
        let looks = Looks()
        let watch = RunWatch(WESSettings()) { run in
            looks.runs.withLock { $0.append(run) }
            try? await Task.sleep(for: .milliseconds(50))
            return RunState(rawValue: "RUNNING")
        }
        let states = await withTaskGroup(of: RunState?.self) { group in
            for number in 0..<10 { group.addTask { try? await watch.state(of: "r\(number % 2)") } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(states == [RunState?](repeating: RunState(rawValue: "RUNNING"), count: 10))
        #expect(looks.runs.withLock { $0.count } <= 4)
    }

    @Test("a wait ends with its task, and an error is told to who waited for that run")
    func ends() async throws {
        let watch = RunWatch(WESSettings()) { run throws(PlatformError) in
            if run == "bad" { throw PlatformError(.notFound, "no such run") }
            try? await Task.sleep(for: .seconds(600))
            return RunState(rawValue: "RUNNING")
        }
        let error = await #expect(throws: PlatformError.self) { try await watch.state(of: "bad") }
        #expect(error?.code == .notFound)
        // The next look comes later than the task ends.
        let waiting = Task { try await watch.state(of: "bad") }
        waiting.cancel()
        let cancelled = await #expect(throws: PlatformError.self) { try await waiting.value }
        #expect(cancelled?.code == .cancelled)
    }
}
