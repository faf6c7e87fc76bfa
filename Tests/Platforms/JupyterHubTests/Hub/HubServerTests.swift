import BerthDocument
import Testing

@testable import BerthJupyterHub

struct HubServerTests {
    @Test(arguments: [
        (#"{"ready": true, "pending": null, "url": "/u/"}"#, HubServer.Stage.ready),
        (#"{"ready": false, "pending": "spawn"}"#, .starting), (#"{"ready": true, "pending": "stop"}"#, .stopping),
        (#"{"ready": false, "pending": null, "stopped": true}"#, .stopped),
    ])
    func stages(_ text: String, _ stage: HubServer.Stage) throws {
        let server = HubServer(try Document.read(Array(text.utf8), as: .json))
        #expect(server.stage == stage)
    }

    @Test func allOfAUserByName() throws {
        let user: Document = ["servers": ["a": ["ready": true, "url": "/user/x/a/"], "b": [:]]]
        #expect(HubServer.all(of: user).mapValues(\.stage) == ["a": .ready, "b": .stopped])
        #expect(HubServer.all(of: user)["a"]?.url == "/user/x/a/")
        #expect(HubServer.all(of: .null) == [:])
    }
}
