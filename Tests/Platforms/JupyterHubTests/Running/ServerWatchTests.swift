import BerthDocument
import BerthPlatform
import Synchronization
import Testing

@testable import BerthJupyterHub

struct ServerWatchTests {
    private final class Looks: Sendable {
        let users = Mutex<[String]>([])
    }

    @Test("all servers of a user cost one look, and a wait ends with its task")
    func once() async throws {
        let looks = Looks()
        let watch = ServerWatch(JupyterHubSettings()) { user in
            looks.users.withLock { $0.append(user) }
            return ["a": HubServer(["ready": true])]
        }
        let found = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<10 { group.addTask { (try? await watch.servers(of: "u"))?["a"]?.stage == .ready } }
            return await group.reduce(true) { $0 && $1 }
        }
        #expect(found)
        #expect(looks.users.withLock { $0.count } <= 2)
        let waiting = Task { try await watch.servers(of: "u") }
        waiting.cancel()
        let error = await #expect(throws: PlatformError.self) { try await waiting.value }
        #expect(error?.code == .cancelled)
    }
}
