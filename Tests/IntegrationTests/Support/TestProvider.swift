import BerthDocument
import BerthHTTP
import Foundation
import Testing

/// An OpenID provider of its own: glewlwyd, with two people, a program without a secret and one with. It ends when its
/// input does, which is also when the tests are killed.
final class TestProvider: Sendable {
    let port: UInt16
    private let folder: String
    private let program: Process
    private let input = Pipe()

    /// The one that all tests share which do not stop it or give it other keys.
    static let shared: Result<TestProvider, any Error> = Result {
        let provider = try TestProvider()
        atexit { if let provider = try? TestProvider.shared.get() { provider.stop() } }
        return provider
    }

    static let audience = "https://berth.example.org"
    static let script =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().path + "/Identity/provider.py"

    init() throws {
        // In memory where that can be: it gives up where its database is not written within seconds.
        let memory = "/dev/shm/"
        let place = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
        folder = place + "berth-provider-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        port = TestCluster.freePort()
        program = Process()
        program.executableURL = URL(filePath: "/usr/bin/env")
        program.arguments = ["python3", Self.script, "serve", folder, "\(port)"]
        program.standardInput = input
        let output = Pipe()
        program.standardOutput = output
        try program.run()
        let said = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        try #require(said.hasPrefix("ready"), "glewlwyd does not come up; see \(folder)")
    }

    deinit { stop() }

    func stop() {
        guard program.isRunning else { return }
        try? input.fileHandleForWriting.close()
        // Brokers that were started meanwhile hold the other end of its input as well.
        program.terminate()
        program.waitUntilExit()
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The issuer that signs with RS256, and the one that signs with ES256.
    var issuer: String { "http://127.0.0.1:\(port)/api/oidc" }
    var curveIssuer: String { "http://127.0.0.1:\(port)/api/curve" }

    /// Gives the first issuer another key.
    func rotate() async throws {
        let (status, output) = try await runProgram(["python3", Self.script, "rotate", "\(port)"])
        try #require(status == 0, "\(output)")
    }

    /// Lets the portal's program lead browsers back to a service.
    func leadBack(to url: String) async throws {
        let arguments = ["python3", Self.script, "portal", "\(port)", url + "/portal/signin/return"]
        let (status, output) = try await runProgram(arguments)
        try #require(status == 0, "\(output)")
    }

    /// Somebody at a browser who is signed in at the provider and lets a program know who it is.
    func person(_ name: String, client: String = "berth") async throws -> TestBrowser {
        let browser = TestBrowser()
        let base = "http://127.0.0.1:\(port)/api"
        let password = #"{"username":"\#(name)","password":"password of \#(name)"}"#
        let signedIn = try await browser.send(.post, base + "/auth/", password, type: "application/json")
        try #require(signedIn.status == .ok)
        let scope = #"{"scope":"openid compute.create"}"#
        let granted = try await browser.send(.put, base + "/auth/grant/\(client)", scope, type: "application/json")
        try #require(granted.status == .ok)
        return browser
    }

    /// The tokens of somebody: from a sign-in with a code, as a command line does it.
    func tokens(of name: String, issuer: String? = nil, audience: String = audience) async throws -> Document {
        let issuer = issuer ?? self.issuer
        let browser = try await person(name)
        let end = ContinuousClock.now + .seconds(30)
        var begun = Document.null
        repeat {
            begun = try await browser.form(
                issuer + "/device_authorization", "client_id=berth&scope=openid%20compute.create&resource=\(audience)")
            // Its database has a lock that it does not always wait for.
        } while begun["error"]?.text == "server_error" && ContinuousClock.now < end
        let device = try #require(begun["device_code"]?.text, "\(begun.asJSON)")
        try await confirm(try #require(begun["user_code"]?.text), as: browser, issuer)
        while true {
            let said = try await browser.form(
                issuer + "/token",
                "client_id=berth&device_code=\(device)&grant_type=urn:ietf:params:oauth:grant-type:device_code")
            // It wants to be asked once in a second at most.
            if said["error"] == nil || ContinuousClock.now > end { return said }
            try await Task.sleep(for: .milliseconds(1100))
        }
    }

    func token(of name: String, issuer: String? = nil, audience: String = audience) async throws -> String {
        let tokens = try await tokens(of: name, issuer: issuer, audience: audience)
        return try #require(tokens["access_token"]?.text)
    }

    func confirm(_ code: String, as browser: TestBrowser, _ issuer: String? = nil) async throws {
        let page = try await browser.get((issuer ?? self.issuer) + "/device?code=\(code)&g_continue")
        try #require(page.headers["Location"]?.contains("prompt=deviceComplete") == true)
    }
}

/// A browser without eyes: it keeps cookies and follows nothing by itself.
final class TestBrowser: Sendable {
    private let http = HTTPClient()
    private let cookies = CookieJar()

    private actor CookieJar {
        var all: [String: String] = [:]

        var field: String { all.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "; ") }

        func take(_ fields: [String]) {
            for field in fields {
                let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                guard let name = pair.first else { continue }
                all[String(name)] = pair.count == 2 && !field.contains("Max-Age=0") ? String(pair[1]) : nil
            }
        }
    }

    func cookie(_ name: String) async -> String? { await cookies.all[name] }

    func send(
        _ method: HTTPMethod, _ url: String, _ body: String? = nil, type: String? = nil
    ) async throws -> HTTPReply {
        var request = HTTPClientRequest(method, url, headers: ["Accept": "text/html, application/json"])
        let field = await cookies.field
        if !field.isEmpty { request.headers["Cookie"] = field }
        request.headers["Content-Type"] = type
        request.body = body.map { Array($0.utf8) }
        request.totalSeconds = 30
        let reply = try await http.send(request)
        await cookies.take(reply.headers.values("Set-Cookie"))
        return reply
    }

    func get(_ url: String) async throws -> HTTPReply { try await send(.get, url) }

    func post(_ url: String, _ body: String) async throws -> HTTPReply {
        try await send(.post, url, body, type: "application/x-www-form-urlencoded")
    }

    /// The JSON that comes of a form.
    func form(_ url: String, _ body: String) async throws -> Document {
        try Document.read(try await post(url, body).body, as: .json)
    }
}

extension HTTPReply {
    var text: String { String(decoding: body, as: UTF8.self) }
}
