import BerthDocument
import BerthModel
import Testing

@testable import BerthOpenStack

struct CloudServerTests {
    static func server(_ status: String, id: String = "i", name: String = "berth-a-x") -> CloudServer? {
        CloudServer(["id": .text(id), "name": .text(name), "status": .text(status), "created": "2026-11-30T12:00:00Z"])
    }

    @Test func whatAStatusMeans() {
        let stages: [(String, CloudServer.Stage)] = [
            ("BUILD", .booting), ("ACTIVE", .running), ("SHUTOFF", .off), ("SHELVED_OFFLOADED", .off),
            ("ERROR", .failed), ("SOFT_DELETED", .gone), ("DELETED", .gone), ("PAUSED", .running), ("NEW", .running),
        ]
        for (status, stage) in stages { #expect(Self.server(status)?.stage == stage, "\(status)") }
    }

    @Test func whatNovaTells() throws {
        let text = """
            {"id": "i", "name": "n", "status": "ERROR", "OS-EXT-STS:task_state": "deleting", "created": "t",
             "OS-EXT-SRV-ATTR:host": "node1", "fault": {"code": 500, "message": "No valid host was found. "}}
            """
        let server = try #require(CloudServer(try Document.read(Array(text.utf8), as: .json)))
        #expect(server.isGoing)
        #expect(server.host == "node1")
        #expect(server.fault == "No valid host was found. ")
        #expect(CloudServer(["id": "i"]) == nil)
    }

    @Test func namesTellWhoseItIs() throws {
        let session = UUID(random: 1, 2)
        let name = CloudName.name(session, instance: "a-b")
        #expect(name == "berth-a-b-\(session)")
        #expect(CloudName.session(name, instance: "a-b") == session)
        #expect(CloudName.session(CloudName.volume(session, 3, instance: "a-b"), instance: "a-b") == session)
        #expect(CloudName.session(name, instance: "a") == nil)
        #expect(CloudName.session("berth-a-b-x", instance: "a-b") == nil)
        #expect(CloudName.session("web", instance: "a-b") == nil)
    }
}
