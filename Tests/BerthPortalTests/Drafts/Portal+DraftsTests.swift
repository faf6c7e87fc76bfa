import BerthDocument
import BerthHTTP
import BerthModel
import Testing

@testable import BerthPortal

struct PortalDraftsTests {
    static let ada = PortalVisitor(subject: "ada", name: "Ada")
    static let local = PortalVisitor(subject: "local", name: "You")

    @Test func aDraftIsItsOwners() async throws {
        let portal = try await Browser.atHome().portal
        let made = try await portal.makeDraft(TaskKind.request(of: .jupyterNotebook), for: Self.ada)
        #expect(try await portal.draft("\(made.id)", for: Self.ada) == made)
        #expect(try await portal.draft("\(made.id)".uppercased(), for: Self.ada) == made)
        for id in ["\(made.id)", "x", "\(Sample.id(9))"] {
            let error = await #expect(throws: PortalError.self) { try await portal.draft(id, for: Self.local) }
            #expect(error?.code == .notFound)
        }
        #expect(try await portal.sharedDraft("\(made.id)") == made)
    }

    @Test func twoTabsDoNotOverwriteEachOther() async throws {
        let portal = try await Browser.atHome().portal
        var here = try await portal.makeDraft(TaskKind.request(of: .jupyterNotebook), for: Self.ada)
        var there = here
        here.title = "here"
        let kept = try await portal.keep(here)
        #expect(kept.revision == 2)
        there.title = "there"
        let error = await #expect(throws: PortalError.self) { try await portal.keep(there) }
        #expect(error?.code == .conflict)
        #expect(try await portal.draft("\(here.id)", for: Self.ada).title == "here")
        try await portal.removeDraft("\(here.id)", for: Self.ada)
        let gone = await #expect(throws: PortalError.self) { try await portal.keep(kept) }
        #expect(gone?.code == .notFound)
    }

    @Test func theMostDraftsAndOneBeyond() async throws {
        let store = MemoryPortalStore()
        let portal = try await Browser.atHome(store: store).portal
        for number in 1..<Portal.draftsPerPerson {
            try await store.put(PortalRecord(.draft, key: "\(number)", owner: "ada", at: Sample.noon, body: []))
        }
        _ = try await portal.makeDraft(["executable": [:]], for: Self.ada)
        let error = await #expect(throws: PortalError.self) {
            try await portal.makeDraft(["executable": [:]], for: Self.ada)
        }
        #expect(error?.code == .tooLarge)
        _ = try await portal.makeDraft(["executable": [:]], for: Self.local)
    }

    @Test func whatNobodyOpensIsForgotten() async throws {
        let world = StillWorld()
        let portal = try await Browser.atHome(world: world) { $0.retention = TimeSpan(seconds: 60) }.portal
        let old = try await portal.makeDraft(["executable": [:]], for: Self.ada)
        world.set(Sample.after(61))
        _ = try await portal.makeDraft(["executable": [:]], for: Self.local)
        let error = await #expect(throws: PortalError.self) { try await portal.sharedDraft("\(old.id)") }
        #expect(error?.code == .notFound)
    }

    @Test func whoeverHasTheLinkReadsItAndGoesOnWithACopy() async throws {
        let browser = try await Browser.atHome()
        let request: Document = ["executable": ["kind": "docker-container", "command": ["<script>"]]]
        var theirs = try await browser.portal.makeDraft(request, title: "Look", for: Self.ada)
        theirs.origins = [.root: .visitor]
        theirs = try await browser.portal.keep(theirs)
        let page = try await browser.get(theirs.sharedPath).text
        #expect(page.contains("<h1>Look</h1>"))
        #expect(page.contains("&lt;script&gt;") && !page.contains("<script>"))
        #expect(!page.contains("ada"))
        let copied = try await browser.post(theirs.sharedPath + "/copy")
        let path = try #require(copied.headers["Location"])
        let own = try await browser.portal.draft(String(path.split(separator: "/").last ?? ""), for: Self.local)
        #expect(own.request == request && own.id != theirs.id && own.title == "Look")
        // One's own is opened to be changed.
        #expect(try await browser.get(own.sharedPath).headers["Location"] == own.path)
        let yaml = try await browser.get(theirs.sharedPath + ".yaml")
        #expect(yaml.headers["Content-Type"] == "application/yaml")
        #expect(try Document.read(Array(yaml.text.utf8), as: .yaml).resolvedTree() == request)
        let json = try await browser.get(theirs.sharedPath + ".json")
        #expect(try Document.read(Array(json.text.utf8), as: .json) == request)
        #expect(json.headers["Content-Disposition"] == "attachment; filename=\"\(theirs.id).json\"")
        #expect(try await browser.get(theirs.sharedPath + ".xml").status == .notFound)
    }

    @Test func theListHasAllOfThemInPages() async throws {
        let world = StillWorld()
        let browser = try await Browser.atHome(world: world)
        #expect(try await browser.get("/portal/drafts").text.contains("You have none."))
        for number in 0...Portal.draftsPerPage {
            world.set(Sample.after(Int64(number)))
            _ = try await browser.portal.makeDraft(["executable": [:]], title: "T\(number).", for: Self.local)
        }
        let first = try await browser.get("/portal/drafts").text
        #expect(first.contains(">T50.</a>") && first.contains(">T1.</a>") && !first.contains(">T0.</a>"))
        let mark = try #require(first.firstRange(of: "/portal/drafts?before="))
        let rest = first[mark.lowerBound...].prefix { $0 != "\"" }
        let second = try await browser.get(String(rest)).text
        #expect(second.contains(">T0.</a>") && !second.contains(">T1.</a>"))
    }

    @Test func instantsForPeople() { #expect(Portal.day(Sample.noon) == "2030-01-31 12:00 UTC") }
}
