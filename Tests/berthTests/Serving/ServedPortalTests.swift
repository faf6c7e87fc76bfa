import BerthDocument
import BerthHTTP
import Foundation
import Testing

@testable import berth

struct ServedPortalTests {
    let broker: RunningBrokerTests

    init() throws { broker = try RunningBrokerTests() }

    static let codemeta = """
        {"@context": "https://doi.org/10.5063/schema/codemeta-2.0", "@type": "SoftwareSourceCode", "name": "Hello",
         "description": "Says <em>hello</em>.", "author": [{"@type": "Person", "givenName": "Ada", "familyName": "S"}],
         "targetProduct": [{"@type": ["SoftwareApplication"], "@id": "#hello", "kind": "docker-container",
          "name": "Say hello", "description": "Prints it.", "location": "localhost/hello:1",
          "command": ["echo", "hello"],
          "resources": {"cores": {"min": 1}, "memory": {"min": 1, "unit": "GiB"}}}]}
        """

    private static let scripted = "platforms: [{kind: scripted, run: {output: [{text: hello}], duration: PT0.1S}}]\n"

    /// From the catalogue to the question, and the same draft at the command line.
    @Test func fromTheCatalogueToTheQuestion() async throws {
        let folder = broker.folder
        let config = try folder.write("c.yaml", Self.scripted)
        try FileManager.default.createDirectory(atPath: folder.path + "/software", withIntermediateDirectories: true)
        _ = try folder.write("software/hello.codemeta.json", Self.codemeta)
        let run = try await broker.serving(["--config", config, "--catalogue", folder.path + "/software"]) { url in
            let walker = PageWalker(url)
            #expect(try await walker.get("/").location == "/portal/")
            #expect(try await walker.get("/", accept: "application/json").status == 200)
            let front = try await walker.get("/portal/")
            #expect(front.status == 200 && front.text.contains("Hello"))
            #expect(front.headers["Content-Security-Policy"]?.hasPrefix("default-src 'self';") == true)
            let catalogue = try await walker.get("/portal/catalogue?words=hello")
            let link = try #require(catalogue.text.firstRange(of: "<h2><a href=\""))
            let entry = String(catalogue.text[link.upperBound...].prefix { $0 != "\"" })
            let page = try await walker.get(entry)
            #expect(page.text.contains("declared by its authors"))
            let executable = try #require(PageWalker.value(of: "executable", in: page.text))
            let begun = try await walker.post(entry + "/draft", of: page, [("executable", executable)])
            let draft = try #require(begun.location)
            let editor = try await walker.get(draft)
            #expect(editor.text.contains("localhost/hello:1"))
            let asked = try await walker.post(
                draft, of: editor, [("revision", "1"), ("at:compute.cores.min", "2"), ("do", "ask")])
            #expect(asked.status == 303, "\(asked.text)")
            let id = String(try #require(draft.split(separator: "/").last))
            #expect(asked.location == "/portal/asked/\(id)")
            #expect(try await walker.get("/portal/asked/\(id)").status == 200)
            // A stranger without cookies has the link, and so the request.
            let file = try await PageWalker(url).get("/portal/drafts/\(id).json")
            let request = try Document.read(Array(file.text.utf8), as: .json)
            #expect(request["compute"]?["cores"]?["min"] == 2)
            let line = await CapturedRun.berth(
                ["ask", "draft:\(id)", "--url", url, "--json"], environment: ["XDG_STATE_HOME": folder.path])
            #expect(line.code == .success, "\(line.error)")
            let answer = try Document.read(Array(line.output.utf8), as: .json)
            #expect(answer["result"]?.text == "YES")
        }
        #expect(run.output.contains("Open http://127.0.0.1:"))
    }

    /// A draft is there after another start.
    @Test func nothingIsLostByAStart() async throws {
        let config = try broker.folder.write("c.yaml", Self.scripted)
        var draft = ""
        _ = try await broker.serving(["--config", config]) { url in
            let walker = PageWalker(url)
            let page = try await walker.get("/portal/ask")
            draft = try #require(
                try await walker.post("/portal/ask", of: page, [("kind", "jupyter-notebook")]).location)
        }
        _ = try await broker.serving(["--config", config]) { url in
            let page = try await PageWalker(url).get(draft)
            #expect(page.status == 200)
        }
    }

    @Test func whoMayAskMaySignIn() async throws {
        let digest = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b"
        let config = try broker.folder.write(
            "c.yaml", Self.scripted + "users: [{name: ada, tokenSHA256: \(digest)}]\nportal: {enabled: true}")
        _ = try await broker.serving(["--config", config]) { url in
            let walker = PageWalker(url)
            #expect(try await walker.get("/portal/drafts").location == "/portal/signin?to=%2Fportal%2Fdrafts")
            let page = try await walker.get("/portal/signin?to=%2Fportal%2Fdrafts")
            #expect(try await walker.post("/portal/signin", of: page, [("token", "wrong")]).status == 403)
            let entered = try await walker.post(
                "/portal/signin", of: page, [("token", "secret"), ("to", "/portal/drafts")])
            #expect(entered.location == "/portal/drafts")
            #expect(try await walker.get("/portal/drafts").status == 200)
            // The calls of the broker still want a token.
            #expect(try await walker.get("/platforms", accept: "application/json").status == 401)
        }
    }

    /// Its own broker's certificate is for another name than this machine's.
    @Test func underTLSThePortalReachesItsBroker() async throws {
        let folder = broker.folder
        try SelfMadeCertificate(in: folder.path).write()
        let config = try folder.write(
            "c.yaml",
            Self.scripted + "tls: {certificate: \(folder.path)/certificate.pem, key: \(folder.path)/key.pem}")
        _ = try await broker.serving(["--config", config]) { url in
            let walker = PageWalker(url, authorityPath: folder.path + "/certificate.pem")
            let page = try await walker.get("/portal/platforms")
            #expect(page.status == 200)
            #expect(page.text.contains("scripted"))
            #expect(page.headers["Set-Cookie"]?.contains("; Secure; HttpOnly") == true)
        }
    }

    @Test func withoutAPortalThereIsNone() async throws {
        let config = try broker.folder.write("c.yaml", Self.scripted + "portal: {enabled: false}")
        let run = try await broker.serving(["--config", config]) { url in
            let portal = try await PageWalker(url).get("/portal/")
            #expect(portal.status == 404)
            let index = try await PageWalker(url).get("/")
            #expect(index.status == 200)
        }
        #expect(run.output.contains("/portal/") == false)
    }

    /// 50 MB are not read, and a page says so.
    @Test func aFormThatIsTooLarge() async throws {
        let config = try broker.folder.write("c.yaml", Self.scripted)
        _ = try await broker.serving(["--config", config]) { url in
            let walker = PageWalker(url)
            let page = try await walker.get("/portal/ask")
            let document = String(repeating: "a", count: 400_000)
            let large = try await walker.post("/portal/ask", of: page, [("document", document)])
            #expect(large.status == 413)
            #expect(large.text.contains("<h1>Too much</h1>"))
            #expect(large.text.contains("The body is larger than 1048576 bytes."))
        }
    }
}
