import BerthHTTP
import BerthRegistry
import Testing

@testable import berth

struct CommandRegistryTests {
    private static let configuration = """
        publicURL: https://site.org/berth/
        publish:
          authority: site.org
          title: A broker
          description: Runs tasks.
          publisher: The site
          contact: {name: Ada, email: ada@site.org}

        """

    /// A publishing registry with two brokers.
    private static func registry() throws -> HTTPServer {
        let records = ["https://one.example.org", "https://10.0.0.1"].enumerated().map { index, url in
            """
            <record><header/><metadata><Resource><title>No. \(index)</title><identifier>ivo://a/\(index)</identifier>
            <capability standardID="ivo://ivoa.net/std/ExecutionBroker#v1.0"><interface><accessURL>\(url)</accessURL>
            </interface></capability></Resource></metadata></record>
            """
        }
        let text = "<OAI-PMH><ListRecords>\(records.joined())</ListRecords></OAI-PMH>"
        return try HTTPServer(HTTPServerSettings()) { request in
            request.path == "/oai"
                ? HTTPResponse(.ok, contentType: "text/xml", body: Array(text.utf8)) : HTTPResponse(.notFound)
        }
    }

    @Test func whatARegistryLists() async throws {
        let server = try Self.registry()
        let url = "http://127.0.0.1:\(server.port)"
        let lines: [String] = [
            "registry identifier URL title asked", "registry ivo://a/0 https://one.example.org No. 0 yes",
            "registry ivo://a/1 https://10.0.0.1 No. 1 no: its address 10.0.0.1 is inside this site; the registry's "
                + "key addresses can allow it",
        ]
        let run = await CapturedRun.berth(["registry", "search", url + "/oai"])
        #expect(run.code == .success)
        let shown = run.output.split(separator: "\n").map { line -> String in
            line.split(separator: " ").joined(separator: " ")
        }
        #expect(shown == lines)
        let folder = try TemporaryFolder()
        let file = try folder.write(
            "c.yaml", "registries: [{name: euro, kind: oai, url: '\(url)/oai', except: ['ivo://a/0']}]\n")
        let configured = await CapturedRun.berth(["registry", "search", "--config", file])
        #expect(configured.output.contains("no: it fits the pattern ivo://a/0 of except"))
        // The kind can be said.
        let other = await CapturedRun.berth(["registry", "search", url + "/oai", "--kind", "regtap"])
        #expect(other.code == .silence)
        #expect(
            other.error == "berth: The registry at \(url)/oai refuses (status 404); ask again later, or mend url.\n")
        await server.stop()
    }

    @Test func whatCannotBeSearched() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("c.yaml", "listen: 127.0.0.1:0\n")
        let none = await CapturedRun.berth(["registry", "search", "--config", file])
        #expect(none.code == .usage)
        #expect(
            none.error.hasPrefix(
                "berth: Name the URL of a registry, or write registries into the configuration."))
        let wrong = await CapturedRun.berth(["registry", "search", "reg.example.org", "--config", file])
        #expect(wrong.code == .usage)
        #expect(wrong.error.contains("it does not begin with http:// or https://"))
    }

    @Test func theRecord() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("c.yaml", Self.configuration)
        let words = ["registry", "record", "--config", file, "--state-dir", folder.path + "/state"]
        let run = await CapturedRun.berth(words)
        #expect(run.code == .success)
        #expect(run.error == "")
        #expect(run.output.contains("<identifier>ivo://site.org/berth</identifier>"))
        #expect(run.output.contains("<accessURL use=\"base\">https://site.org/berth</accessURL>"))
        #expect(run.output.contains(" created=\"2030-01-31T12:00:00Z\""))
        let nothing = try folder.write("d.yaml", "listen: 127.0.0.1:0\n")
        let none = await CapturedRun.berth(["registry", "record", "--config", nothing])
        #expect(none.code == .badConfiguration)
        #expect(none.error.hasPrefix("berth: Nothing is published; write the key publish into the configuration."))
    }
}
