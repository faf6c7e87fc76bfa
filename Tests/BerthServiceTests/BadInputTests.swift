import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthService

/// Bad input of every kind over a real connection: the answer that the standard names, nothing stored, never a 5xx.
@Suite struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var type: String
        var body: [UInt8]
        var status = 400
        /// What the detail says.
        var says = ""

        var testDescription: String { name }

        init(_ name: String, _ type: String, _ text: String, status: Int = 400, _ says: String = "") {
            self.init(name, type, bytes: Array(text.utf8), status: status, says)
        }

        init(_ name: String, _ type: String, bytes: [UInt8], status: Int = 400, _ says: String = "") {
            self.name = name
            self.type = "application/\(type)"
            body = bytes
            self.status = status
            self.says = says
        }
    }

    private static let kind = Kind.simpleCompute.uri
    private static let deep = 100_000

    private static let bombs =
        "a: &a [1,1,1,1,1,1,1,1,1,1]\n"
        + "bcdefghi".enumerated().map { index, name in
            let last = Array("abcdefghi")[index]
            return "\(name): &\(name) [" + repeatElement("*\(last)", count: 10).joined(separator: ",") + "]\n"
        }.joined()

    static let cases: [Case] = [
        Case("no JSON", "json", "{\"executable\": ", "line 1"), Case("no YAML", "yaml", "a: [1\nb: 2", "line "),
        Case("no XML", "xml", "<ExecutionRequest><a></ExecutionRequest>", "line 1"),
        Case("nothing in JSON", "json", " ", ""), Case("nothing in YAML", "yaml", "# nothing\n"),
        Case("nothing in XML", "xml", "\n"),
        Case("a wrong type in JSON", "json", "{\"compute\": 7}", "compute: expected a map"),
        Case("a wrong type in YAML", "yaml", "compute: 7", "compute: expected a map"),
        Case("a wrong type in XML", "xml", "<ExecutionRequest><compute>7</compute></ExecutionRequest>", "compute: "),
        Case("broken UTF-8 in JSON", "json", bytes: [0x22, 0xff, 0x22], "UTF-8"),
        Case("broken UTF-8 in YAML", "yaml", bytes: [0x61, 0x3a, 0x20, 0xc3, 0x28], "UTF-8"),
        Case("broken UTF-8 in XML", "xml", bytes: Array("<a>".utf8) + [0xfe] + Array("</a>".utf8), "UTF-8"),
        Case("UTF-16", "json", bytes: [0xff, 0xfe, 0x7b, 0x00, 0x7d, 0x00], "UTF-16"),
        Case("a NUL in JSON", "json", "{\"a\": \"\\u0000\"}", "U+0000"),
        Case("a NUL byte in JSON", "json", bytes: Array("{\"a\": \"".utf8) + [0] + Array("\"}".utf8), "zero byte"),
        Case("a NUL byte in YAML", "yaml", bytes: Array("a: b".utf8) + [0], "zero byte"),
        Case("a NUL byte in XML", "xml", bytes: Array("<a>".utf8) + [0] + Array("</a>".utf8), "zero byte"),
        Case("a NUL in YAML", "yaml", "a: \"\\0\"", "U+0000"), Case("a NUL in XML", "xml", "<a>&#0;</a>"),
        Case("brackets in JSON", "json", String(repeating: "[", count: deep), "levels"),
        Case("braces in JSON", "json", String(repeating: "{\"a\":", count: deep), "levels"),
        Case("brackets in YAML", "yaml", String(repeating: "[", count: deep), "levels"),
        Case("dashes in YAML", "yaml", String(repeating: "- ", count: deep), "levels"),
        Case("elements in XML", "xml", String(repeating: "<a>", count: deep), "levels"),
        Case("an alias bomb", "yaml", bombs, ""),
        Case(
            "an entity bomb", "xml",
            "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;&b;\">]><ExecutionRequest>&c;</ExecutionRequest>",
            "A document type is not read here"),
        Case(
            "an external entity", "xml",
            "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><ExecutionRequest>&x;</ExecutionRequest>",
            "A document type is not read here"),
        Case("an unknown entity", "xml", "<ExecutionRequest><a>&x;</a></ExecutionRequest>"),
        Case("a huge number in JSON", "json", "{\"compute\": {\"cores\": {\"min\": 99999999999999999999}}}", "64 bits"),
        Case("a huge exponent in JSON", "json", "{\"a\": 1e999}"),
        Case(
            "a huge number in YAML", "yaml", "compute:\n  kind: \(kind)\n  cores: {min: 99999999999999999999}",
            "line 3, column 16: compute.cores.min: expected a whole number of 64 bits"),
        Case(
            "a fraction", "json", "{\"compute\": {\"kind\": \"\(kind)\", \"cores\": {\"min\": 1.5}}}",
            "compute.cores.min: expected a whole number of 64 bits, got \"1.5\"".replacing("\"1.5\"", with: "1.5")),
        Case("a duplicate key in JSON", "json", "{\"a\": 1, \"a\": 2}", "A second member named \"a\""),
        Case("a duplicate key in YAML", "yaml", "a: 1\na: 2", "A second member named \"a\""),
        Case("two documents in JSON", "json", "{} {}", "line 1, column 4"),
        Case("two documents in YAML", "yaml", "a: 1\n---\nb: 2", "line 2"),
        Case("two roots in XML", "xml", "<ExecutionRequest/><ExecutionRequest/>"),
        Case("another root in XML", "xml", "<Other/>", "The root element is called Other"),
        Case("a list", "json", "[]", "the document: expected a map"),
        Case("a text", "yaml", "hello", "the document: expected a map"),
        Case("a merge key", "yaml", "a: &a {b: 1}\nc: {<<: *a}", ""),
        Case("an alias of nothing", "yaml", "a: *b", ""), Case("a tag", "yaml", "a: !!python/object:os.system x", ""),
        Case("too large a text", "json", "{\"a\": \"" + String(repeating: "x", count: (1 << 18) + 1) + "\"}", ""),
        Case("too large a body", "json", String(repeating: " ", count: (1 << 20) + 1), status: 413, "1048576 bytes"),
    ]

    @Test(arguments: cases) func aBodyThatIsBadIsRefused(_ bad: Case) async throws {
        try await RunningService.during { service in
            for path in ["/requests", "/direct"] {
                let reply = try await service.client.send("POST", path, [("Content-Type", bad.type)], body: bad.body)
                #expect(reply.status == bad.status, "\(reply.text)")
                #expect(reply.headers["Content-Type"] == "application/problem+json")
                #expect(try reply.json["status"] == .integer(Int64(bad.status)))
                #expect(try reply.text(["detail"])?.contains(bad.says) == true, "\(reply.text)")
            }
            try await expectNothingStored(service)
        }
    }

    @Test(arguments: cases.filter { $0.status == 400 }) func anUpdateThatIsBadIsRefused(_ bad: Case) async throws {
        try await RunningService.during { service in
            let id = try await service.offer()
            let reply = try await service.client.send(
                "POST", "/sessions/\(id)", [("Content-Type", bad.type)], body: bad.body)
            #expect(reply.status == 400, "\(reply.text)")
            #expect(try await service.client.get("/sessions/\(id)").text(["phase"]) == "OFFERED")
        }
    }

    /// Read, and answered NO.
    @Test(arguments: [
        "{}", "{\"executable\": {}}", "{\"executable\": {\"kind\": \"x\"}}", "{\"executable\": null}",
        "{\(Requests.docker), \"compute\": {\"kind\": \"\(kind)\", \"cores\": {\"min\": -1}}}",
        "{\(Requests.docker), \"compute\": {\"kind\": \"\(kind)\", \"memory\": {\"min\": 9223372036854775807}}}",
        "{\(Requests.docker), \"compute\": {\"kind\": \"stranger\", \"cores\": \"many\"}}",
        "{\(Requests.docker), \"storage\": [{\"kind\": \"\(Kind.simpleStorage.uri)\", \"size\": {\"min\": -5}}]}",
    ])
    func whatCannotBeIsAnsweredNo(_ body: String) async throws {
        try await RunningService.during { service in
            let reply = try await service.client.post("/requests", body)
            #expect(reply.status == 303, "\(reply.text)")
            #expect(try reply.text(["result"]) == "NO")
            try await expectNothingStored(service)
        }
    }

    @Test func aBodyWithoutAnEndIsCutOff() async throws {
        try await RunningService.during { service in
            let connection = try await service.client.raw(
                Array("POST /requests HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n".utf8))
            for _ in 0..<70 {
                connection.send(Array("4000\r\n".utf8) + [UInt8](repeating: 32, count: 0x4000) + Array("\r\n".utf8))
            }
            let reply = LoopbackClient.Reply(try await connection.readToEnd())
            #expect(reply.status == 413)
            #expect(reply.headers["Content-Type"] == "application/problem+json")
        }
    }

    @Test func headersThatAreTooLargeAreRefused() async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get("/health", [("X-Large", String(repeating: "x", count: 17 << 10))])
            #expect(reply.status == 431)
            let connection = try await service.client.raw(
                Array("GET /health HTTP/1.1\r\nHost: localhost\r\nX: ".utf8) + [UInt8](repeating: 120, count: 1 << 20))
            let huge = LoopbackClient.Reply(try await connection.readToEnd())
            #expect((400..<500).contains(huge.status) || huge.status == 0, "\(huge.status)")
            #expect(try await service.client.get("/health").status == 200)
        }
    }

    @Test(arguments: ["/requests/", "//requests", "/sessions/", "/sessions//events", "/offersets", "/schemas"])
    func pathsThatAreAlmostRightAreNotFound(_ path: String) async throws {
        try await RunningService.during { service in
            let reply = try await service.client.get(path)
            #expect(reply.status == 404)
        }
    }

    /// Of two sessions, each has its own components and its own updates.
    @Test func whatIsOfAnotherSessionIsNotTaken() async throws {
        try await RunningService.during { service in
            let one = try await service.offer()
            let set = try await service.client.post("/requests", Requests.no).text(["meta", "uuid"]) ?? ""
            #expect(try await service.client.get("/sessions/\(set)").status == 404)
            #expect(try await service.client.get("/offersets/\(one)").status == 404)
        }
    }

    private func expectNothingStored(_ service: RunningService) async throws {
        #expect(try await service.client.get("/sessions").text == "{}")
        #expect(service.broker.figures.answeredYes == 0)
    }
}
