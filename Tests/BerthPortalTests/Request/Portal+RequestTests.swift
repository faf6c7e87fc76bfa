import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct PortalRequestTests {
    private func begun(_ browser: Browser) async throws -> String {
        _ = try await browser.get("/portal/ask")
        let response = try await browser.post("/portal/ask", [("kind", "docker-container")])
        return try #require(response.headers["Location"])
    }

    private func draft(_ browser: Browser, _ path: String) async throws -> Draft {
        try await browser.portal.draft(String(path.split(separator: "/").last ?? ""), for: PortalDraftsTests.local)
    }

    @Test func aTaskIsBegunSavedAndAsked() async throws {
        let browser = try await Browser.atHome()
        let path = try await begun(browser)
        #expect(try await browser.get(path).text.contains("name=\"at:executable.image.locations\""))
        let saved = try await browser.post(
            path, [("revision", "1"), ("at:executable.command", "echo"), ("do", "add-data-url")])
        #expect(saved.headers["Location"] == path + "#data")
        let kept = try await draft(browser, path)
        #expect(kept.request["executable"]?["command"] == ["echo"])
        #expect(kept.revision == 2)
        let unfinished = try await browser.post(path, [("revision", "2"), ("do", "ask")])
        #expect(unfinished.status == .unprocessableContent)
        #expect(unfinished.text.contains("name at least one place of the image"))
        let asked = try await browser.post(
            path,
            [
                ("revision", "2"), ("at:executable.image.locations", "a:1"),
                ("at:data[0].location", "https://x.example/1"), ("do", "ask"),
            ])
        #expect(asked.status == .seeOther)
        #expect(asked.headers["Location"] == path.split(separator: "request").joined(separator: "asked"))
    }

    @Test func nothingIsLostWhenATabIsOlder() async throws {
        let browser = try await Browser.atHome()
        let path = try await begun(browser)
        _ = try await browser.post(path, [("revision", "1"), ("at:compute.cores.min", "4")])
        let older = try await browser.post(path, [("revision", "1"), ("at:compute.memory.min", "16"), ("do", "ask")])
        #expect(older.status == .conflict)
        #expect(older.text.contains("This draft was changed in another tab or window"))
        #expect(older.text.contains("name=\"revision\" value=\"2\""))
        #expect(older.text.contains("name=\"at:compute.memory.min\" value=\"16\""))
        #expect(try await draft(browser, path).request["compute"]?["cores"]?["min"] == 4)
        #expect(try await draft(browser, path).request["compute"]?["memory"]?["min"] == 1)
    }

    @Test func aFileIsTakenOrSaysWhatIsWrong() async throws {
        let browser = try await Browser.atHome()
        _ = try await browser.get("/portal/ask")
        let wrong = try await browser.post("/portal/ask", [("document", "<script>: [")])
        #expect(wrong.status == .unprocessableContent)
        #expect(wrong.text.contains("&lt;script&gt;: [</textarea>"))
        #expect(wrong.text.contains("id=\"document-fault\" role=\"alert\">Line 2"))
        let right = try await browser.post(
            "/portal/ask",
            [("document", "executable: {kind: jupyter-notebook, location: 'https://x.example/a.ipynb'}")])
        let path = try #require(right.headers["Location"])
        #expect(try await draft(browser, path).title == "Notebook")
        #expect(try await browser.post("/portal/ask", [("kind", "S3-data-resource")]).status == .badRequest)
    }

    @Test func aDraftIsRemoved() async throws {
        let browser = try await Browser.atHome()
        let path = try await begun(browser)
        #expect(try await browser.post(path + "/remove").headers["Location"] == "/portal/drafts")
        #expect(try await browser.get(path).status == .notFound)
    }
}
