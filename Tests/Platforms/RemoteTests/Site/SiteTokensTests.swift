import BerthClient
import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthRemote

@Suite struct SiteTokensTests {
    private static let now = Sample.now
    private static let ada = Identity(subject: "ada", groups: ["radio"])
    private static let bob = Identity(subject: "bob", groups: ["radio", "optical"])
    private static let eve = Identity(subject: "eve")

    private func tokens(
        _ callers: CallerTokens = CallerTokens(), _ change: (inout RemoteSettings) -> Void
    ) throws -> SiteTokens? {
        var settings = RemoteSettings()
        change(&settings)
        return try SiteTokens.of(settings, callers) { Self.now }
    }

    @Test func `a site that is asked as this service needs no token of anybody, and none is kept`() throws {
        let callers = CallerTokens()
        let unless = try tokens(callers) { _ in }
        let service = try tokens(callers) { $0.identity = .service }
        if case nil = unless, case nil = service {} else { Issue.record("a token is wanted") }
        #expect(!callers.isWanted)
    }

    @Test func `the token of the caller goes on, and of nobody else`() async throws {
        let callers = CallerTokens()
        let passed = try #require(try tokens(callers) { $0.identity = .pass })
        callers.keep("a", of: "ada", until: nil, now: Self.now)
        #expect(try await passed.token(for: Self.ada, now: Self.now) == "a")
        let error = await #expect(throws: ClientError.self) { try await passed.token(for: Self.bob, now: Self.now) }
        #expect(
            error
                == ClientError(
                    .notIdentified,
                    "No token of bob is known here that is still good; call again with a new one."))
    }

    @Test func `people are asked for with their own token, else with that of their first group`() async throws {
        let files = ["own", "radio", "optical"].map { name in
            let path = "/tmp/berth-remote-map-\(name)-\(getpid())"
            #expect(throws: Never.self) { try Files.write(Array("token-\(name)\n".utf8), to: path) }
            return path
        }
        defer { for file in files { unlink(file) } }
        func entry(_ subject: String?, _ group: String?, _ file: String) -> MappedToken {
            var entry = MappedToken()
            (entry.subject, entry.group, entry.tokenFile) = (subject, group, file)
            return entry
        }
        let mapped = try #require(
            try tokens {
                $0.identity = .map
                $0.people = [
                    entry(nil, "optical", files[2]), entry(nil, "radio", files[1]), entry("ada", nil, files[0]),
                    entry("gone", nil, "/tmp/berth-remote-none-\(getpid())"),
                ]
            })
        #expect(try await mapped.token(for: Self.ada, now: Self.now) == "token-own")
        #expect(try await mapped.token(for: Self.bob, now: Self.now) == "token-optical")
        let nobody = await #expect(throws: ClientError.self) { try await mapped.token(for: Self.eve, now: Self.now) }
        #expect(nobody == ClientError(.notAllowed, "Nobody has said as whom the site is asked for eve."))
        let gone = await #expect(throws: ClientError.self) {
            try await mapped.token(for: Identity(subject: "gone"), now: Self.now)
        }
        #expect(gone?.code == .unavailable)
        #expect(gone?.message == "The token for gone cannot be read.")
    }

    @Test func `an issuer that cannot be used is told with its key`() {
        let error = #expect(throws: PlatformError.self) {
            try tokens {
                $0.identity = .exchange
                $0.exchange = ExchangeSettings()
                $0.exchange?.issuer = "http://login.example.org"
                $0.exchange?.audience = "west"
            }
        }
        #expect(error?.subject == "exchange.issuer")
    }
}
