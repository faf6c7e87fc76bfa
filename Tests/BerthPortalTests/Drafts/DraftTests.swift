import BerthDocument
import BerthModel
import Testing

@testable import BerthPortal

struct DraftTests {
    static func draft(_ request: Document = TaskKind.request(of: .dockerContainer)) -> Draft {
        Draft(id: Sample.id(1), owner: "ada", title: "T", request: request, created: Sample.noon)
    }

    @Test func whatIsStoredIsRead() throws {
        var draft = Self.draft(["executable": ["kind": "x", "strange": [1, 2.5, "a"]], "mine": true])
        draft.software = Draft.Software(entry: "e/1", title: "E", executable: "run")
        draft.origins = [
            .root: .declared(""), ["compute", "memory"]: .guessed("\"2GB\""), ["executable", "command"]: .visitor,
            ["compute", "cores", "min"]: .change,
        ]
        draft.texts = [["compute", "cores", "min"]: ["many"], ["schedule", "requested", "start"]: ["", "x"]]
        draft.revision = 4
        #expect(try Draft(draft.record()) == draft)
        #expect(try draft.record().owner == "ada")
    }

    @Test func aRequestAloneIsTheOldestForm() throws {
        let record = PortalRecord(
            .draft, key: "\(Sample.id(1))", owner: "ada", revision: 2, at: Sample.noon,
            body: Array(#"{"executable": {"kind": "jupyter-notebook"}}"#.utf8))
        let draft = try Draft(record)
        #expect(draft.title == "Notebook")
        #expect(draft.request == ["executable": ["kind": "jupyter-notebook"]])
        #expect(draft.revision == 2)
    }

    @Test(arguments: [
        (#"{"version": 2, "request": {}}"#, PortalError.Code.conflict), ("{", .gone), ("[]", .gone),
        (#"{"version": "x"}"#, .gone), (#"{"version": 1, "request": []}"#, .gone), (#"{"version": 1}"#, .gone),
    ])
    func whatCannotBeReadIsNamed(_ body: String, _ code: PortalError.Code) {
        let record = PortalRecord(.draft, key: "\(Sample.id(1))", at: Sample.noon, body: Array(body.utf8))
        let error = #expect(throws: PortalError.self) { try Draft(record) }
        #expect(error?.code == code)
        if code == .conflict {
            #expect(
                error?.message == "This draft was written by a later version of the portal (form 2); this one reads "
                    + "forms up to 1. Open it there, or export it there as YAML.")
        }
    }

    @Test func theLargestAndOneBeyond() throws {
        var draft = Self.draft(["executable": ["script": ""]])
        let rest = try draft.record().body.count
        draft.request = ["executable": ["script": .text(String(repeating: "a", count: Draft.largestBytes - rest))]]
        #expect(try draft.record().body.count == Draft.largestBytes)
        draft.request = ["executable": ["script": .text(String(repeating: "a", count: Draft.largestBytes - rest + 1))]]
        let error = #expect(throws: PortalError.self) { try draft.record() }
        #expect(error?.code == .tooLarge)
    }

    @Test func anOriginStandsForWhatIsBelow() {
        var draft = Self.draft()
        draft.origins = [.root: .declared("a"), ["compute", "memory"]: .guessed("b")]
        #expect(draft.origin(at: ["compute", "memory", "min"]) == .guessed("b"))
        #expect(draft.origin(at: ["compute", "cores"]) == .declared("a"))
        draft.origins[.root] = nil
        #expect(draft.origin(at: ["compute", "cores"]) == nil)
    }

    @Test func theTitleIsWhatTheTaskIsCalled() {
        #expect(Draft.title(of: ["executable": ["kind": "docker-container", "meta": ["name": " look "]]]) == "look")
        #expect(Draft.title(of: ["executable": ["kind": "docker-container"]]) == "Container")
        #expect(Draft.title(of: ["executable": ["kind": "https://example.org/x"]]) == "A task")
        #expect(Draft.title(of: [:]) == "A task")
    }
}
