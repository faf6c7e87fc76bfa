import BerthDocument
import BerthHTTP
import BerthSoftware
import Testing

@testable import BerthPortal

struct PortalCatalogueTests {
    @Test func aWayToRunItBecomesADraftWithItsSources() async throws {
        let browser = try await Browser.atHome()
        #expect(try await browser.get("/portal/catalogue?words=hello").text.contains("Hello &lt;b&gt;"))
        #expect(try await browser.get("/portal/catalogue/ossr%3A1%2Fa").status == .ok)
        let begun = try await browser.post("/portal/catalogue/ossr%3A1%2Fa/draft", [("executable", "run")])
        let path = try #require(begun.headers["Location"])
        let draft = try await browser.portal.draft(
            String(path.split(separator: "/").last ?? ""), for: PortalDraftsTests.local)
        #expect(draft.title == "Hello <b>: Say hello")
        #expect(draft.software == Draft.Software(entry: "ossr:1/a", title: "Hello <b>", executable: "run"))
        #expect(draft.request["compute"]?["memory"] == ["min": 4, "max": 8])
        #expect(
            draft.origin(at: ["compute", "memory", "min"]) == .declared("resources.memory of its codemeta.json"))
        #expect(draft.origin(at: ["compute", "cores", "min"]) == .declared(""))
        let guessed = try await browser.post("/portal/catalogue/ossr%3A1%2Fa/draft", [("executable", "nb")])
        let page = try await browser.get(try #require(guessed.headers["Location"])).text
        #expect(page.contains("guessed</span> <span class=\"from\">the file look.ipynb</span>"))
    }

    @Test func whatIsNotThere() async throws {
        let browser = try await Browser.atHome()
        _ = try await browser.get("/portal/")
        #expect(try await browser.get("/portal/catalogue/x").status == .notFound)
        let other = try await browser.post("/portal/catalogue/ossr%3A1%2Fa/draft", [("executable", "gone")])
        #expect(other.status == .notFound)
        #expect(other.text.contains("Hello &lt;b&gt; is not run in that way any more; choose another."))
    }

    @Test func aCatalogueThatIsDown() async throws {
        let fault = SoftwareError(.unreachable, "OSSR does not answer.")
        let browser = try await Browser.atHome(catalogue: SampleCatalogue(fault: fault))
        #expect(try await browser.get("/portal/catalogue").text.contains("OSSR does not answer."))
        #expect(try await browser.get("/portal/catalogue/x").status == .unavailable)
        #expect(try await browser.get("/portal/").status == .ok)
        guard case .failure(let error) = await browser.portal.search(SoftwareQuery()) else {
            Issue.record("it should not answer")
            return
        }
        #expect(error == fault)
    }

    /// Strangers would use up what the catalogue answers in a minute.
    @Test func strangersSeeTheFirstPageOnly() async throws {
        let browser = try await Browser.atHome(signIn: TokenSignIn(world: StillWorld()) { _ in nil })
        #expect(try await browser.get("/portal/catalogue").status == .ok)
        for query in ["words=hello", "keyword=radio", "author=Ada", "page=2"] {
            let answer = try await browser.get("/portal/catalogue?\(query)")
            #expect(answer.headers["Location"] == "/portal/signin?to=%2Fportal%2Fcatalogue", "\(query)")
        }
    }

    @Test func aPortalWithoutACatalogue() async throws {
        let empty = EmptyCatalogue(world: StillWorld())
        #expect(try await empty.search(SoftwareQuery()).total == 0)
        let error = await #expect(throws: SoftwareError.self) { try await empty.entry("a") }
        #expect(error?.code == .notFound)
    }
}
