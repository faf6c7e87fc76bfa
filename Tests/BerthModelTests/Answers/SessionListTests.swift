import BerthDocument
import BerthModel
import Testing

struct SessionListTests {
    @Test(arguments: Syntax.allCases)
    func aPageReadsBack(_ syntax: Syntax) throws {
        var session = Session()
        session.phase = .running
        let page = SessionList(sessions: [session], next: UUID("4f6b1f0e-52a7-4a0e-9b57-0d5a6f3c1b21"))
        let bytes = try page.document(for: syntax).written(as: syntax, root: XMLRoots.sessionList)
        let read = SessionList.reading(try Document.read(bytes, as: syntax), from: syntax)
        #expect(read.value == page)
        #expect(read.problems == [])
    }

    @Test func theLastPageHasNoNext() {
        #expect(SessionList(sessions: [], next: nil).document(for: .json) == [:])
    }
}
