import BerthBroker
import BerthHTTP
import BerthIdentity
import BerthModel
import Synchronization
import Testing

@testable import BerthPortal

@Suite struct SignedInVisitorsTests {
    /// A clock that a test moves.
    private final class Clock: World {
        private let time = Mutex(Sample.noon)
        func now() -> Instant { time.withLock { $0 } }
        func nextID() -> UUID { Sample.id(1) }
        func sleep(until instant: Instant) async {}
        func pass(_ seconds: Int64) { time.withLock { $0 = $0 + TimeSpan(seconds: seconds) } }
    }

    /// An issuer that gives tokens, or says no, or nothing; and counts.
    private final class Tokens: Sendable {
        let given = Mutex(0)
        let status = Mutex(HTTPStatus.ok)
        private let server: Mutex<HTTPServer?> = Mutex(nil)

        func start() throws -> String {
            let url = Mutex("")
            let server = try HTTPServer(HTTPServerSettings()) { [self] request in
                let here = url.withLock { $0 }
                if request.method == .get {
                    return Self.json(
                        .ok, #"{"issuer":"\#(here)","jwks_uri":"\#(here)/keys","token_endpoint":"\#(here)/token"}"#)
                }
                let status = status.withLock { $0 }
                if status != .ok { return Self.json(status, #"{"error":"invalid_grant"}"#) }
                let number = given.withLock { given in
                    given += 1
                    return given
                }
                return Self.json(
                    .ok,
                    #"{"token_type":"bearer","access_token":"a\#(number)","refresh_token":"r\#(number)","#
                        + #""expires_in":600}"#
                )
            }
            let made = "http://127.0.0.1:\(server.port)"
            url.withLock { $0 = made }
            self.server.withLock { $0 = server }
            return made
        }

        func stop() async { await server.withLock { $0 }?.stop(deadlineSeconds: 1) }

        private static func json(_ status: HTTPStatus, _ text: String) -> HTTPResponse {
            HTTPResponse(status, contentType: "application/json", body: Array(text.utf8))
        }
    }

    private struct Scene {
        var clock: Clock
        var tokens: Tokens
        var store: MemoryPortalStore
        var program: SignInProgram

        func visitors() -> SignedInVisitors { SignedInVisitors(program: program, store: store, world: clock) }
    }

    private let ada = PortalVisitor(subject: "7f@a.example", name: "Ada", groups: ["radio"])

    private func during(_ body: (Scene, SignedInVisitors) async throws -> Void) async throws {
        let (clock, tokens) = (Clock(), Tokens())
        let settings = IssuerSettings(url: try tokens.start(), audience: "me")
        let issuer = try Issuer(settings) { clock.now() }
        let program = SignInProgram(issuer: issuer, clientID: "portal")
        let scene = Scene(clock: clock, tokens: tokens, store: MemoryPortalStore(), program: program)
        let visitors = scene.visitors()
        let grant = TokenGrant(
            accessToken: "a0", refreshToken: "r0", idToken: "i", expires: clock.now() + TimeSpan(seconds: 600))
        try await visitors.begin("word", ada, grant, until: clock.now() + OpenIDSignIn.life)
        try await body(scene, visitors)
        await tokens.stop()
    }

    @Test func whoHasTheWordIsKnown() async throws {
        try await during { scene, visitors in
            let session = await visitors.session(of: "word")
            #expect(session?.visitor == ada)
            #expect(session?.accessToken == "a0")
            #expect(await visitors.session(of: "another") == nil)
            // The word itself is stored nowhere.
            let records = try await scene.store.records(.signIn, limit: 10)
            #expect(records.map(\.owner) == ["7f@a.example"])
            #expect(records.allSatisfy { $0.key.utf8.count == 64 && !$0.key.contains("word") })
            // And without it nothing of what the provider gave can be read.
            for record in records {
                let text = String(decoding: record.body, as: UTF8.self)
                #expect(!text.contains("Token") && !text.contains("a0") && !text.contains("Ada"))
            }
        }
    }

    @Test func aSignInOutlivesARestart() async throws {
        try await during { scene, visitors in
            let before = await visitors.session(of: "word")
            #expect(await scene.visitors().session(of: "word") == before)
        }
    }

    @Test func aSignInEnds() async throws {
        try await during { scene, visitors in
            #expect(await visitors.end("word") == "i")
            #expect(await visitors.session(of: "word") == nil)
            #expect(await scene.visitors().session(of: "word") == nil)
        }
        try await during { scene, visitors in
            scene.clock.pass(12 * 3600)
            #expect(await visitors.session(of: "word") == nil)
            let left = try await scene.store.count(.signIn, owner: nil)
            #expect(left == 0)
        }
    }

    /// Whoever comes at the same time gets what one refresh gives: the old token is good once.
    @Test func tokensAreRenewedOnce() async throws {
        try await during { scene, visitors in
            scene.clock.pass(539)
            #expect(await visitors.session(of: "word")?.accessToken == "a0")
            scene.clock.pass(1)
            await withTaskGroup { group in
                for _ in 0..<20 { group.addTask { await visitors.session(of: "word")?.accessToken } }
                for await token in group { #expect(token == "a1") }
            }
            #expect(scene.tokens.given.withLock { $0 } == 1)
            #expect(await scene.visitors().session(of: "word")?.refreshToken == "r1")
        }
    }

    @Test func aProviderThatSaysNoEndsTheSignIn() async throws {
        try await during { scene, visitors in
            scene.clock.pass(3600)
            scene.tokens.status.withLock { $0 = .badRequest }
            #expect(await visitors.session(of: "word") == nil)
            let left = try await scene.store.count(.signIn, owner: nil)
            #expect(left == 0)
        }
    }

    @Test func aProviderThatIsDownDoesNot() async throws {
        try await during { scene, visitors in
            scene.clock.pass(3600)
            scene.tokens.status.withLock { $0 = .unavailable }
            #expect(await visitors.session(of: "word")?.accessToken == "a0")
            scene.tokens.status.withLock { $0 = .ok }
            #expect(await visitors.session(of: "word")?.accessToken == "a1")
        }
    }

    @Test func damageSignsNobodyIn() {
        for text in ["", "{", "[]", #"{"subject":"a"}"#] {
            #expect(SignedInVisitors.session(Array(text.utf8)) == nil)
        }
    }
}
