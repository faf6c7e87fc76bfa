import BerthJupyterHub
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// Notebooks on servers of a real JupyterHub.
@Suite("Notebooks are opened on servers of a hub", .serialized)
struct JupyterHubServingTests {
    private let hub: TestHub

    init() throws { hub = try TestHub.shared.get() }

    private func work(_ platform: JupyterHubPlatform, _ url: String, seconds: Int64 = 3600) async throws -> Work {
        let answer = await platform.canIDoThis(try TestJupyter.question(TestJupyter.request(url)))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw JupyterRun.Refused(answer: "\(answer)")
        }
        let now = Int64(Date().timeIntervalSince1970)
        return Work(
            session: TestJupyter.newID(), plan: plan, owner: .anonymous, end: Instant(seconds: now + seconds))
    }

    private func prepared(_ platform: JupyterHubPlatform, _ work: Work) async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
    }

    private func release(_ platform: JupyterHubPlatform, _ work: Work) async throws {
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
        await platform.forget(work.session)
    }

    private func status(_ method: String, _ url: String, token: String?, body: String? = nil) async -> Int? {
        var arguments = ["curl", "-s", "-m", "20", "-o", "/dev/null", "-w", "%{http_code}", "-X", method, url]
        if let token { arguments += ["-H", "Authorization: token \(token)"] }
        if let body { arguments += ["-d", body] }
        return (try? await runProgram(arguments)).flatMap { Int($0.output) }
    }

    @Test("reached with a token that opens nothing else, found again, its notebook kept, and gone after the release")
    func reached() async throws {
        let platform = try hub.platform("serving")
        let url = hub.notebooks.put("/a.ipynb", cells: ["print('one')"])
        let work = try await work(platform, url)
        try await prepared(platform, work)
        let progress = try await platform.start(work)
        let connector = try #require(progress.connectors?.first)
        #expect(connector.status == .available && connector.protocol == "http")
        let parts = try #require(connector.location).split(separator: "?token=")
        try #require(parts.count == 2)
        let token = String(parts[1])
        let folder = "berth-serving-\(work.session)"
        let name = try #require(parts[0].split(separator: "/").dropFirst(4).first)
        let server = hub.url + "/user/serving/\(name)/"
        #expect(parts[0] == server + "lab/tree/\(folder)/a.ipynb")
        #expect(await status("GET", connector.location ?? "", token: nil) == 200)
        let contents = server + "api/contents/\(folder)/a.ipynb"
        #expect(await status("GET", contents, token: token) == 200)
        #expect(await status("GET", contents, token: "wrong") != 200)
        // It opens this server, and nothing else of the hub.
        #expect(await status("DELETE", hub.url + "/hub/api/users/serving/servers/\(name)", token: token) == 403)
        #expect(await status("POST", hub.url + "/hub/api/users/serving/tokens", token: token) == 403)
        let (_, processes) = try await runProgram(["ps", "-eo", "args"])
        #expect(!processes.contains(token) && !processes.contains(TestHub.token))
        // Another broker of the same state finds it, with the same token, and does not put the notebook there again.
        let saved = #"{"type": "file", "format": "text", "content": "saved by its user"}"#
        #expect(await status("PUT", contents, token: token, body: saved) == 200)
        let other = try hub.platform("serving")
        #expect(try await other.observe(work, after: nil) == .running)
        #expect(try await other.start(work).connectors == progress.connectors)
        try await other.cancel(work)
        guard case .finished(let outcome) = try await other.observe(work, after: .running) else {
            Issue.record("the server runs on")
            return
        }
        #expect(outcome.texts == ["The server was stopped because the session was cancelled."])
        let kept = try await other.log(.result, of: work, from: 0, limit: 1000, waiting: true)
        #expect(String(decoding: kept.bytes, as: UTF8.self) == "saved by its user")
        try await release(other, work)
        #expect(await status("GET", contents, token: token) != 200)
        #expect(try await hub.leftovers("serving") == [])
        let log = try String(contentsOfFile: hub.directory + "/log", encoding: .utf8)
        #expect(!log.contains(token) && !log.contains(TestHub.token))
    }

    @Test("a server that its user stops has completed")
    func stoppedByItsUser() async throws {
        let platform = try hub.platform("people")
        let work = try await work(platform, hub.notebooks.put("/a.ipynb", cells: ["print('one')"]))
        try await prepared(platform, work)
        let location = try #require(try await platform.start(work).connectors?.first?.location)
        let name = try #require(location.split(separator: "/").dropFirst(4).first)
        let server = hub.url + "/hub/api/users/people/servers/\(name)"
        #expect([202, 204].contains(await status("DELETE", server, token: TestHub.token)))
        var state = try await platform.observe(work, after: nil)
        while state == .running { state = try await platform.observe(work, after: .running) }
        guard case .finished(let outcome) = state else {
            Issue.record("\(state)")
            return
        }
        #expect(outcome.isSuccess)
        #expect(outcome.texts == ["The server was stopped, by whoever used it or by the hub."])
        // Started again it is not: its work is done.
        #expect(try await platform.start(work) == .done)
        try await release(platform, work)
        #expect(try await hub.leftovers("people") == [])
    }

    @Test("a server that the hub cannot start is a reason, without the words of the hub, and leaves nothing")
    func refused() async throws {
        let platform = try hub.platform("refused")
        let work = try await work(platform, hub.notebooks.put("/a.ipynb", cells: ["print('one')"]))
        try await prepared(platform, work)
        let error = await #expect(throws: PlatformError.self) { try await platform.start(work) }
        #expect(error?.code == .refused)
        #expect(error?.message.hasPrefix("The hub could not start") == true, "\(error?.message ?? "")")
        #expect(error?.description.contains(hub.directory) == false)
        try await release(platform, work)
        #expect(try await hub.leftovers("refused") == [])
    }

    @Test("wrong tokens, missing scopes and a hub that is away are silence, and findings with a remedy")
    func silence() async throws {
        let question = try TestJupyter.question(
            TestJupyter.request(hub.notebooks.put("/a.ipynb", cells: ["print('one')"])))
        for (file, message, detail) in [
            ("wrong", "The hub does not let this broker look at it.", "status 403"),
            ("weak", "The hub does not let this broker do all that a session needs.", "start:servers to start servers"),
            ("missing", "The hub cannot be called as this site has set it up.", "holds no token"),
        ] {
            let platform = try hub.platform("silent") { $0.tokenFile = hub.directory + "/" + file }
            guard case .silence(let silence) = await platform.canIDoThis(question) else {
                Issue.record("\(file): no silence")
                continue
            }
            #expect(silence.reason == .brokenReply && silence.message == message)
            #expect(silence.detail?.contains(detail) == true, "\(silence.detail ?? "")")
            #expect(await platform.findings().contains { $0.remedy != nil })
        }
        let away = try hub.platform("silent") { $0.url = "http://127.0.0.1:9" }
        guard case .silence(let silence) = await away.canIDoThis(question) else {
            Issue.record("away: no silence")
            return
        }
        #expect(silence.reason == .unreachable && silence.message == "The hub does not answer.")
        let well = await (try hub.platform("silent")).findings()
        #expect(well.map(\.subject) == ["token", "hub", "scopes", "user", "state directory"])
        #expect(well.allSatisfy { $0.isWell }, "\(well)")
    }
}
