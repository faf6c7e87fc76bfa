import BerthDocument
import BerthModel
import Testing

@testable import BerthSignatures

@Suite struct OfferStatementTests {
    private static func digest(_ text: String, _ syntax: Syntax = .yaml) throws -> String {
        let document = try Document.read(Array(text.utf8), as: syntax)
        return try OfferStatement.digest(of: ExecutionRequest.reading(document, from: syntax).value)
    }

    @Test func `the same task has the same digest in any syntax and order`() throws {
        let yaml = """
            compute: {kind: simple-compute-resource, memory: {min: 2}, cores: {min: 1}}
            executable: {kind: batch-script, script: "echo"}
            nobody: knows
            """
        let json = """
            {"executable":{"script":"echo","kind":"batch-script"},
            "compute":{"cores":{"min":1},"memory":{"min":2},"kind":"simple-compute-resource"}}
            """
        #expect(try Self.digest(yaml) == Self.digest(json, .json))
        #expect(try Self.digest(yaml) != Self.digest(json.replacing("\"min\":2", with: "\"min\":3"), .json))
        #expect(try Self.digest(json, .json).count == "sha256:".count + 64)
    }

    /// What docs/SIGNED_OFFERS.md shows, so that others can hold their own program against it.
    @Test func `the digest of the page is this one`() throws {
        let yaml = try Document.read(Array("executable: {kind: batch-script, script: \"echo hello\"}".utf8), as: .yaml)
        let request = ExecutionRequest.reading(yaml, from: .yaml).value
        let canonical = String(decoding: try CanonicalJSON.bytes(request.document(for: .json)), as: UTF8.self)
        #expect(
            canonical
                == #"{"executable":{"kind":"https://www.purl.org/berth/schema/v1.0/kinds/executable/batch-script.yaml""#
                + #","script":"echo hello"}}"#)
        #expect(
            try OfferStatement.digest(of: request)
                == "sha256:0fc40ef8f18a5a8b8e576efd47db5f8c88f3b621eb89a83306fc174818f25fde")
    }
}
