import BerthDocument
import BerthHTTP
import BerthJupyterHub
import BerthPlatform
import Foundation
import Testing

/// A token of a real hub that ends while the broker runs.
@Suite("A token of a hub ends", .serialized)
struct JupyterHubTokenTests {
    /// A token of the service that has what a session needs, as the hub gives it.
    private func token(_ hub: TestHub, seconds: Int64) async throws -> String {
        var request = HTTPClientRequest(
            .post, hub.url + "/hub/api/users/renewing/tokens", headers: ["Authorization": "token \(TestHub.token)"])
        request.headers["Content-Type"] = "application/json"
        request.body = Array("{\"expires_in\": \(seconds)}".utf8)
        let reply = try await HTTPClient().send(request)
        let document = try Document.read(reply.body, as: .json)
        return try #require(document["token"]?.text, "\(String(decoding: reply.body, as: UTF8.self))")
    }

    @Test("an expired token is silence with a remedy, and another one in the file is taken without a restart")
    func expires() async throws {
        let hub = try TestHub.shared.get()
        let file = hub.directory + "/renewing-token"
        func write(_ token: String) throws {
            try token.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        }
        try write(try await token(hub, seconds: 8))
        let platform = try hub.platform("renewing") { $0.tokenFile = file }
        let question = try TestJupyter.question(
            TestJupyter.request(hub.notebooks.put("/a.ipynb", cells: ["print('one')"])))
        func silence() async -> Silence? {
            if case .silence(let silence) = await platform.canIDoThis(question) { silence } else { nil }
        }
        #expect(await silence() == nil)
        var told = await silence()
        while told == nil {
            try await Task.sleep(for: .milliseconds(200))
            told = await silence()
        }
        #expect(told?.message == "The hub does not let this broker look at it.", "\(told?.message ?? "")")
        #expect(await platform.findings().contains { $0.remedy != nil })
        try write(try await token(hub, seconds: 600))
        var again = await silence()
        while again != nil {
            try await Task.sleep(for: .milliseconds(200))
            again = await silence()
        }
        #expect(again == nil)
    }
}
