import BerthDocument
import Testing

@testable import BerthModel

struct DocumentMembersWritingTests {
    @Test func whatIsLeftOutIsLeftOut() {
        let nothing: Int64? = nil
        let members = DocumentMembers(writing: ["b": "x", "a": Int64(1), "none": nothing, "at": Instant(seconds: 0)])
        #expect(Document.map(members) == ["b": "x", "a": 1, "at": "1970-01-01T00:00:00Z"])
    }
}
