import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct RequestDraftTests {
    @Test func whatIsPutHasItsSource() {
        var draft = RequestDraft()
        draft.put(["kind": "docker-container", "image": ["locations": ["a"]]], ["executable"])
        draft.put(ResourceWords.Amount(min: 2, max: nil), ["compute", "cores"], from: "here")
        let storage = draft.append(["storage"], kind: .simpleStorage, name: "s")
        draft.put(.integer(1), storage.appending("size").appending("min"))
        draft.mount("s", at: "/out", mode: "READWRITE", from: "there")
        let (request, problems) = draft.request
        #expect(problems.isEmpty)
        #expect(request.compute?.basic?.cores == IntegerRange(min: 2))
        #expect(request.compute?.basic?.volumes.count == 1)
        #expect(
            draft.sources == [
                ["compute", "cores", "min"]: "here", ["compute", "volumes", .index(0), "path"]: "there",
            ])
    }

    @Test func whatCannotBeAskedIsSaid() {
        var draft = RequestDraft()
        draft.put("x", ["compute", "cores"])
        draft.needsCompute()
        #expect(draft.request.problems.map(\.path) == [["compute", "cores"]])
    }
}
