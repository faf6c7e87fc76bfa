import BerthBroker
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@testable import berth

struct ConfigurationFileTests {
    func read(_ text: String) throws -> Configuration {
        try ConfigurationFile(reading: Array(text.utf8), from: "c.yaml").configuration
    }

    @Test func everyPartIsRead() throws {
        let configuration = try read(
            """
            listen: "[::1]:9000"
            publicURL: https://berth.example.org
            tls: {certificate: /dev/null, key: /dev/null}
            store: {kind: memory}
            log: {level: debug, format: json}
            limits: {bodyBytes: 2048}
            broker: {offerLife: PT1M, defaults: {cores: 2}}
            users: [{name: ada, groups: [radio], tokenSHA256: \(Self.digest)}]
            platforms:
              - kind: containers
                name: rack-1
                cores: 30
            client: {url: http://x}
            """)
        #expect(configuration.listen == "[::1]:9000")
        #expect(configuration.store.kind == .memory)
        #expect(configuration.limits.settings.bodyBytes == 2048)
        #expect(configuration.limits.settings.headerBytes == 16 << 10)
        #expect(configuration.broker.settings.offerLife == TimeSpan(seconds: 60))
        #expect(configuration.broker.settings.defaults.cores == 2)
        #expect(configuration.broker.settings.version == BerthVersion.program)
        #expect(configuration.users.first?.groups == ["radio"])
        #expect(configuration.platforms.first?.name == "rack-1")
    }

    @Test(arguments: ["", "# nothing\n", "{}", "listen:\n"])
    func nothingIsFine(_ text: String) throws { #expect(try read(text) == Configuration()) }

    @Test(arguments: [
        ("lisen: x", "c.yaml:1:8: lisen: this key is not known. Did you mean listen?"),
        ("store:\n  kind: sqlit", "c.yaml:2:9: store.kind: expected one of sqlite, memory, got \"sqlit\"."),
        (
            "broker:\n  offersPerAnswer: many",
            "c.yaml:2:20: broker.offersPerAnswer: expected a whole number of 64 bits, got \"many\"."
        ),
        (
            "broker:\n  offersPerAnswer: 0",
            "c.yaml:2:20: broker.offersPerAnswer: 0 cannot be; write a number from 1 to 1099511627776."
        ),
        (
            "broker: {offerLife: PT0S}",
            "c.yaml:1:21: broker.offerLife: this is no time at all; write a duration such as PT5M."
        ),
        (
            "broker: {defaults: {duration: P9999999999D}}",
            "c.yaml:1:31: broker.defaults.duration: this is longer than P36500D, the longest; write one such as PT5M."
        ),
        ("hosts: [a.org, a b]", "c.yaml:1:16: hosts[1]: \"a b\" is no name of a host, such as berth.example.org."),
        (
            "client: {url: zz top}",
            "c.yaml:1:15: client.url: \"zz top\" is not the URL of a broker; write http://host:port or"
                + " https://host:port, or unix: and a path."
        ),
        ("users: []", "c.yaml:1:8: users: \(nobody)"), ("users: null", "c.yaml:1:8: users: \(nobody)"),
        ("users:\nlog: {}", "c.yaml:1:7: users: \(nobody)"),
        (
            "platforms: []",
            "c.yaml:1:12: platforms: there is nothing in this list. Name what runs tasks; or leave the key out: then it"
                + " is the container engine of this machine."
        ),
        (
            "broker: {defaults: {memory: -1}}",
            "c.yaml:1:29: broker.defaults.memory: -1 cannot be; write a number from 1 to 1099511627776."
        ),
        (
            "limits: {bodyBytes: 1}",
            "c.yaml:1:21: limits.bodyBytes: 1 cannot be; write a number from 1024 to 1099511627776."
        ),
        (
            "limits: {bodyBytes: 9223372036854775807}",
            "c.yaml:1:21: limits.bodyBytes: 9223372036854775807 cannot be; write a number from 1024 to 1099511627776."
        ),
        (
            "listen: example.org:80",
            "c.yaml:1:9: listen: \"example.org:80\" is no address to listen on; write a numeric address and a"
                + " port, such as 127.0.0.1:8470 or [::1]:8470, or unix: and a path."
        ),
        (
            "publicURL: berth.org",
            "c.yaml:1:12: publicURL: \"berth.org\" is not a URL that begins with http:// or https://."
        ),
        ("tls: {key: /k}", "c.yaml:1:6: tls: certificate and key belong together; write both or none."),
        ("users: [{tokenSHA256: x}]", "c.yaml:1:9: users[0].name: this is missing; it says who the user is."),
        ("users: [{name: a}]", "c.yaml:1:9: users[0].tokenSHA256: this is missing: printf %s \"$TOKEN\" | sha256sum"),
        (
            "platforms:\n  - kind: containers\n  - kind: containers\n",
            "c.yaml:3:5: platforms[1].name: another platform is called containers already; give each a name of its own."
        ),
        ("platforms: [{cores: 1}]", "c.yaml:1:13: platforms[0].kind: this is missing; write one of: \(kinds)."),
        ("platforms: [1]", "c.yaml:1:13: platforms[0]: expected a map with a key kind."),
        (
            "platforms: [{kind: container}]",
            "c.yaml:1:20: platforms[0].kind: there is no kind of platform \"container\"; write one of: \(kinds)."
                + " Did you mean \"containers\"?"
        ),
        (
            "platforms:\n- kind: containers\n  core: 1\n",
            "c.yaml:3:9: platforms[0].core: this key is not known. Did you mean cores?"
        ),
    ])
    func whatCannotBeMeant(_ text: String, _ line: String) {
        let error = #expect(throws: ProgramError.self) { try read(text) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message == "The configuration cannot be used:\n  \(line)")
    }

    static let nobody =
        "there is nobody in this list. Name who may ask; or leave the key out: then everybody is the one local user,"
        + " and may ask."
    static let digest = String(repeating: "0a", count: 32)

    /// What only the parts know has its line, too.
    @Test(arguments: [
        (
            "platforms:\n- {kind: containers, cores: -5}\n- {kind: scripted, memory: -1}",
            [
                "c.yaml:2:29: platforms[0].cores: The setting cores is -5; it must be at least 1.",
                "c.yaml:3:28: platforms[1].memory: The setting memory is -1; it must be at least 0.",
            ]
        ),
        (
            "platforms: [{kind: containers, user: zz top}]",
            [
                "c.yaml:1:38: platforms[0].user: The setting user is zz top, which is no user or user:group, such as"
                    + " 1000:1000."
            ]
        ),
        (
            "platforms: [{kind: containers, registries: [a, 'https://a/b c']}]",
            [
                "c.yaml:1:48: platforms[0].registries[1]: The setting registries has https://a/b c, which is no host"
                    + " such as docker.io or registry.example.org:5000."
            ]
        ),
        (
            "users:\n- {name: a, tokenSHA256: x}\n- {name: b, tokenSHA256: \(digest)}\n"
                + "- {name: c, tokenSHA256: \(digest.uppercased())}",
            [
                "c.yaml:2:26: users[0].tokenSHA256: The user a needs the SHA-256 of a token, in 64 hexadecimal digits:"
                    + " printf %s \"$TOKEN\" | sha256sum",
                "c.yaml:4:26: users[2].tokenSHA256: b has the same token; give each entry its own.",
            ]
        ),
        (
            "tls:\n  certificate: /none/c.pem\n  key: /none/k.pem",
            [
                "c.yaml:2:16: tls.certificate: there is no file /none/c.pem.",
                "c.yaml:3:8: tls.key: there is no file /none/k.pem.",
            ]
        ),
    ])
    func whatOnlyThePartsKnow(_ text: String, _ lines: [String]) {
        let error = #expect(throws: ProgramError.self) { try read(text) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message == (["The configuration cannot be used:"] + lines).joined(separator: "\n  "))
    }

    static let kinds = PlatformKind.all.map(\.word).joined(separator: ", ")

    @Test(arguments: [("a: [", "c.yaml:"), ("listen: a\nlisten: b", "c.yaml:2:1: ")])
    func whatCannotBeRead(_ text: String, _ beginning: String) {
        let error = #expect(throws: ProgramError.self) { try read(text) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message.hasPrefix("The configuration cannot be read:\n  \(beginning)") == true)
    }

    @Test func theFileIsFound() throws {
        let folder = try TemporaryFolder()
        let named = try folder.write("named.yaml", "listen: 127.0.0.1:1")
        let other = try folder.write("other.yaml", "listen: 127.0.0.1:2")
        func found(_ option: String?, _ environment: [String: String]) throws -> String? {
            try ConfigurationFile.read(named: option, .test(Sink(), environment: environment))?.configuration.listen
        }
        #expect(try found(named, ["BERTH_CONFIG": other]) == "127.0.0.1:1")
        #expect(try found(nil, ["BERTH_CONFIG": other]) == "127.0.0.1:2")
        try LocalFile.makeFolder(folder.path + "/berth")
        _ = try folder.write("berth/config.yaml", "listen: 127.0.0.1:3")
        #expect(try found(nil, ["XDG_CONFIG_HOME": folder.path]) == "127.0.0.1:3")
        let missing = #expect(throws: ProgramError.self) { try found(folder.path + "/none", [:]) }
        #expect(missing?.code == .cannotRead)
    }
}
