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
        #expect(unfinished.headers["Location"] == path + "?checked=1")
        #expect(try await browser.get(path + "?checked=1").text.contains("name at least one place of the image"))
        #expect(!(try await browser.get(path).text.contains("id=\"problems\"")))
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
        let over = try #require(older.headers["Location"])
        #expect(over.hasPrefix(path + "?over="))
        // Back finds it again, as often as somebody wants.
        for _ in 0..<2 {
            let text = try await browser.get(over).text
            #expect(text.contains("This draft was changed in another tab or window"))
            #expect(text.contains("name=\"revision\" value=\"2\""))
            #expect(text.contains("name=\"at:compute.memory.min\" value=\"16\""))
        }
        #expect(try await draft(browser, path).request["compute"]?["cores"]?["min"] == 4)
        #expect(try await draft(browser, path).request["compute"]?["memory"]?["min"] == 1)
    }

    @Test func aFileIsTakenOrSaysWhatIsWrong() async throws {
        let browser = try await Browser.atHome()
        _ = try await browser.get("/portal/ask")
        let wrong = try await browser.post("/portal/ask", [("document", "<script>: [")])
        let place = try #require(wrong.headers["Location"])
        #expect(place.hasPrefix("/portal/ask?written=") && place.hasSuffix("#document"))
        let text = try await browser.get(String(place.dropLast("#document".count))).text
        #expect(text.contains("&lt;script&gt;: [</textarea>"))
        #expect(text.contains("id=\"document-fault\" role=\"alert\">Line 2"))
        // Somebody else's word, or one that is forgotten, is a page without it.
        #expect(try await browser.get("/portal/ask?written=\(Sample.id(9))").text.contains("From a file"))
        let right = try await browser.post(
            "/portal/ask",
            [("document", "executable: {kind: jupyter-notebook, location: 'https://x.example/a.ipynb'}")])
        let path = try #require(right.headers["Location"])
        #expect(try await draft(browser, path).title == "Notebook")
        #expect(try await browser.post("/portal/ask", [("kind", "S3-data-resource")]).status == .badRequest)
    }

    /// What is no value is kept with the draft: whichever way leads back to it, it stands there, and asks for nothing.
    @Test func whatCannotBeTakenIsKeptAsItWasWritten() async throws {
        let browser = try await Browser.atHome()
        let path = try await begun(browser)
        let sent = try await browser.post(
            path,
            [
                ("revision", "1"), ("at:compute.cores.min", "<many>"), ("at:executable.image.locations", "a:1"),
                ("do", "ask"),
            ])
        #expect(sent.headers["Location"] == path + "?checked=1")
        for place in [path, path + "?checked=1"] {
            let text = try await browser.get(place).text
            #expect(text.contains("value=\"&lt;many&gt;\""))
            #expect(text.contains("<b>Cores, at least</b>: Write a whole number, such as 4."))
            #expect(text.contains("a:1</textarea>"))
        }
        // Not by another door either.
        let asked = path.split(separator: "request").joined(separator: "asked")
        #expect(try await browser.post(asked).headers["Location"] == path + "?checked=1")
        let mended = try await browser.post(path, [("revision", "2"), ("at:compute.cores.min", "2"), ("do", "ask")])
        #expect(mended.headers["Location"] == asked)
    }

    @Test func aDraftIsRemoved() async throws {
        let browser = try await Browser.atHome()
        let path = try await begun(browser)
        #expect(try await browser.post(path + "/remove").headers["Location"] == "/portal/drafts")
        #expect(try await browser.get(path).status == .notFound)
    }
}
