import Testing

@testable import berth

struct ClientChoiceTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func choice(
        url: String? = nil, tokenFile: String? = nil, authorityFile: String? = nil, config: String? = nil,
        _ environment: [String: String] = [:]
    ) throws -> ClientChoice {
        var environment = environment
        environment["XDG_CONFIG_HOME"] = environment["XDG_CONFIG_HOME"] ?? folder.path + "/none"
        return try ClientChoice(
            url: url, tokenFile: tokenFile, authorityFile: authorityFile, config: config,
            .test(Sink(), environment: environment))
    }

    @Test func theOptionThenTheEnvironmentThenTheFileThenThisMachine() throws {
        let config = try folder.write("c.yaml", "client: {url: http://file}")
        let environment = ["BERTH_URL": "http://environment"]
        #expect(try choice(url: "http://option", config: config, environment).url == "http://option")
        #expect(try choice(config: config, environment).url == "http://environment")
        #expect(try choice(config: config).url == "http://file")
        #expect(try choice().url == "http://127.0.0.1:8470")
        #expect(try choice(["BERTH_URL": ""]).url == "http://127.0.0.1:8470")
    }

    @Test(arguments: [
        ("listen: 127.0.0.1:9000", "http://127.0.0.1:9000"), ("listen: 0.0.0.0:9000", "http://127.0.0.1:9000"),
        ("listen: unix:/run/b", "unix:/run/b"), ("publicURL: https://b.example.org", "https://b.example.org"),
        ("tls: {certificate: a, key: b}", "https://127.0.0.1:8470"), ("log: {level: debug}", "http://127.0.0.1:8470"),
        // What else is wrong in the file does not keep a client from asking.
        ("platforms: 5\nlisten: 127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("listen: nonsense", "http://127.0.0.1:8470"),
    ])
    func theBrokerOfTheFile(_ text: String, _ url: String) throws {
        #expect(try choice(config: try folder.write("c.yaml", text)).url == url)
    }

    /// A typing error in the file sent a client to this machine without a word.
    @Test(arguments: [
        ("lisen: x", "the key lisen is not known; see berth config check.\n"),
        ("lisen: x\nstore: {knd: x}", "lisen and 1 more keys are not known; see berth config check.\n"),
        ("listen: 127.0.0.1:9000\nplatforms: 5", ""),
    ])
    func keysThatAreNotKnown(_ text: String, _ note: String) throws {
        let config = try folder.write("c.yaml", text)
        let sink = Sink()
        _ = try ClientChoice(url: nil, tokenFile: nil, config: config, .test(sink))
        #expect(sink.text(.error) == (note.isEmpty ? "" : "\(config): \(note)"))
    }

    @Test(arguments: [
        ("client: {ulr: x}", "1:15: client.ulr: this key is not known. Did you mean url?"),
        ("client: {url: [x]}", "1:15: client.url: expected a text, got a list."),
    ])
    func keysOfClientsThatCannotBeMeant(_ text: String, _ line: String) throws {
        let config = try folder.write("c.yaml", text)
        let error = #expect(throws: ProgramError.self) { try choice(config: config) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message == "The configuration cannot be used:\n  \(config):\(line)")
    }

    @Test func authorities() throws {
        let pem = "-----BEGIN CERTIFICATE-----\n"
        let (ofFile, other) = (try folder.write("f.pem", pem), try folder.write("e.pem", pem))
        let config = try folder.write("c.yaml", "client: {url: 'https://a', authorityFile: \(ofFile)}")
        #expect(try choice(config: config).authorityFile == ofFile)
        #expect(try choice(config: config, ["BERTH_CA_FILE": other]).authorityFile == other)
        #expect(try choice(authorityFile: ofFile, config: config, ["BERTH_CA_FILE": other]).authorityFile == ofFile)
        #expect(try choice().authorityFile == nil)
        // What is set for another broker does not stand in the way.
        #expect(try choice(url: "http://b", config: config, ["BERTH_CA_FILE": "/none"]).authorityFile == nil)
    }

    @Test func certificatesThatCannotBeReadAreTold() throws {
        let nothing = try folder.write("n.pem", "nothing")
        let wrong: [(url: String, file: String, code: ProgramError.Code, message: String)] = [
            ("https://a", "/none.pem", .cannotRead, "Cannot read /none.pem."),
            ("https://a", nothing, .badInput, "\(nothing) holds no certificate in PEM."),
            (
                "http://a", nothing, .usage,
                "--ca-file: there are no certificates under http://a; write https:// or leave it out."
            ),
        ]
        for (url, file, code, message) in wrong {
            let error = #expect(throws: ProgramError.self) { try choice(url: url, authorityFile: file) }
            #expect(error?.code == code)
            #expect(error?.message == message)
        }
    }

    @Test func tokens() throws {
        let token = try folder.write("token", "  one\n")
        let config = try folder.write("c.yaml", "client: {tokenFile: \(token)}")
        #expect(try choice(tokenFile: token, ["BERTH_TOKEN": "two"]).token == "one")
        #expect(try choice(config: config, ["BERTH_TOKEN": "two"]).token == "two")
        #expect(try choice(config: config).token == "one")
        #expect(try choice().token == nil)
        let empty = try folder.write("empty", "\n")
        let error = #expect(throws: ProgramError.self) { try choice(tokenFile: empty) }
        #expect(error?.code == .badInput)
        #expect(error?.message == "\(empty) must hold a token, one word and nothing else.")
    }
}
