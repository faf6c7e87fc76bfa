import BerthDocument
import Testing

@Suite struct DocumentErrorTests {
    @Test func saysPlaceThenMessageThenCause() {
        let error = DocumentError(
            .malformed, "This is wrong; do that.", position: .init(line: 2, column: 5), path: ["data", .index(0)],
            cause: "the library")
        #expect(error.description == "line 2, column 5, at data[0]: This is wrong; do that. (the library)")
        #expect(DocumentError(.empty, "Nothing.").description == "Nothing.")
        #expect(DocumentError(.empty, "Nothing.", path: .root).description == "Nothing.")
    }
}
