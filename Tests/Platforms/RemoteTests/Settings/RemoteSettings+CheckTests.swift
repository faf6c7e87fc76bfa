import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthRemote

@Suite struct RemoteSettingsCheckTests {
    private static func settings(_ change: (inout RemoteSettings) -> Void) -> RemoteSettings {
        var settings = RemoteSettings()
        settings.url = "https://far.example.org/berth"
        change(&settings)
        return settings
    }

    @Test func `what can be meant is right`() throws {
        try Self.settings { _ in }.check()
        try Self.settings { $0.url = "unix:/run/berth.sock" }.check()
        // Only whether there is one can be told by everybody.
        let file = Self.file("right", "secret\n")
        defer { unlink(file) }
        try Self.settings { $0.tokenFile = file }.check()
        for url in ["http://127.0.0.1:8470", "http://localhost/x", "http://[::1]:1"] {
            try Self.settings {
                $0.url = url
                $0.tokenFile = file
            }.check()
        }
    }

    private static func file(_ name: String, _ text: String) -> String {
        let path = "/tmp/berth-remote-\(name)-\(getpid())"
        #expect(throws: Never.self) { try Files.write(Array(text.utf8), to: path) }
        return path
    }

    @Test func `a token that is not there is told with its file`() {
        let missing = "/tmp/berth-remote-\(getpid())-none/token"
        let error = #expect(throws: PlatformError.self) { try Self.settings { $0.tokenFile = missing }.check() }
        #expect(error?.subject == "tokenFile")
        #expect(
            error?.message
                == "The setting tokenFile names \(missing), which is not there; put the token into it, one word.")
        let file = Self.file("words", "two words")
        defer { unlink(file) }
        let words = #expect(throws: PlatformError.self) { try Self.settings { $0.tokenFile = file }.check() }
        #expect(
            words?.message
                == "The setting tokenFile names \(file), which must be there and have one word in it: the token.")
    }

    private struct Wrong: Sendable {
        var key: String
        var message: String
        var change: @Sendable (inout RemoteSettings) -> Void

        init(_ key: String, _ message: String, _ change: @escaping @Sendable (inout RemoteSettings) -> Void) {
            (self.key, self.message, self.change) = (key, message, change)
        }
    }

    private static func exchange(
        _ change: @escaping @Sendable (inout ExchangeSettings) -> Void
    ) -> @Sendable (inout RemoteSettings) -> Void {
        { settings in
            var exchange = ExchangeSettings()
            exchange.issuer = "https://login.example.org"
            (exchange.audience, exchange.clientID) = ("west", "berth")
            change(&exchange)
            (settings.identity, settings.exchange) = (.exchange, exchange)
        }
    }

    private static func people(
        _ change: @escaping @Sendable (inout MappedToken) -> Void
    ) -> @Sendable (inout RemoteSettings) -> Void {
        { settings in
            var entry = MappedToken()
            change(&entry)
            (settings.identity, settings.people) = (.map, [entry])
        }
    }

    private static let wrong: [Wrong] = [
        Wrong(
            "url",
            "The setting url cannot be used: \"ftp://x\" is not the URL of a broker; write http://host:port or "
                + "https://host:port, or unix: and a path.", { $0.url = "ftp://x" }
        ),
        Wrong(
            "tokenFile", "The setting tokenFile is token, which is not an absolute path.",
            { $0.tokenFile = "token" }
        ),
        Wrong(
            "tokenFile",
            "The setting tokenFile cannot be used with http://far:1; a token is sent over https:// only.",
            {
                $0.url = "http://far:1"
                $0.tokenFile = "/token"
            }
        ),
        Wrong(
            "tokenFile",
            "The setting tokenFile cannot be used with http://localhost.far; a token is sent over https:// only.",
            {
                $0.url = "http://localhost.far"
                $0.tokenFile = "/token"
            }
        ),
        Wrong(
            "identity", "The setting identity cannot be pass with http://far:1; a token is sent over https:// only.",
            {
                $0.url = "http://far:1"
                $0.identity = .pass
            }
        ),
        Wrong(
            "tokenFile",
            "The setting tokenFile is for identity: service; leave it out with identity: pass.",
            {
                $0.identity = .pass
                $0.tokenFile = "/dev/null/none"
            }
        ),
        Wrong(
            "exchange", "The setting exchange is for identity: exchange; leave it out, or set identity.",
            { $0.exchange = ExchangeSettings() }
        ),
        Wrong(
            "people", "The setting people is for identity: map; leave it out, or set identity.",
            { $0.people = [MappedToken()] }
        ),
        Wrong(
            "exchange",
            "The setting exchange is missing; identity: exchange needs issuer, audience and clientID.",
            { $0.identity = .exchange }
        ),
        Wrong("exchange.audience", "The setting exchange.audience is missing.", exchange { $0.audience = "" }),
        Wrong("exchange.clientID", "The setting exchange.clientID is missing.", exchange { $0.clientID = "" }),
        Wrong(
            "exchange.issuer",
            "The setting exchange.issuer is http://login.example.org; write the URL of an issuer, over https:// or on "
                + "this machine.",
            exchange { $0.issuer = "http://login.example.org" }
        ),
        Wrong(
            "exchange.clientSecretFile",
            "The setting exchange.clientSecretFile is secret, which is not an absolute path.",
            exchange { $0.clientSecretFile = "secret" }
        ),
        Wrong(
            "people", "The setting people is missing; identity: map needs who is asked for with which token.",
            { $0.identity = .map }
        ),
        Wrong("people[0]", "The setting people needs either a subject or a group.", people { $0.tokenFile = "/t" }),
        Wrong(
            "people[0]", "The setting people needs either a subject or a group.",
            people { ($0.subject, $0.group) = ("ada", "radio") }
        ),
        Wrong(
            "people[0].tokenFile",
            "The setting people[0].tokenFile is t, which is not an absolute path.",
            people { ($0.subject, $0.tokenFile) = ("ada", "t") }
        ),
        Wrong(
            "authorityFile", "The setting authorityFile is ca.pem, which is not an absolute path.",
            { $0.authorityFile = "ca.pem" }),
        Wrong("askSeconds", "The setting askSeconds is 0; it must be at least 1.", { $0.askSeconds = 0 }),
        Wrong("askSeconds", "The setting askSeconds is 3601; it can be 3600 at most.", { $0.askSeconds = 3601 }),
        Wrong("callSeconds", "The setting callSeconds is -1; it must be at least 1.", { $0.callSeconds = -1 }),
        Wrong("awaySeconds", "The setting awaySeconds is 0; it must be at least 1.", { $0.awaySeconds = 0 }),
        Wrong("queueSeconds", "The setting queueSeconds is -1; it must be at least 0.", { $0.queueSeconds = -1 }),
        Wrong("failures", "The setting failures is 0; it must be at least 1.", { $0.failures = 0 }),
        Wrong("brokers", "The setting brokers is 0; it must be at least 1.", { $0.brokers = 0 }),
    ]

    @Test(arguments: wrong.indices)
    func `what cannot be meant is refused with its key`(_ index: Int) {
        let wrong = Self.wrong[index]
        let error = #expect(throws: PlatformError.self) { try Self.settings(wrong.change).check() }
        #expect(error?.code == .refused)
        #expect(error?.subject == wrong.key)
        #expect(error?.message == wrong.message)
    }
}
