import BerthDocument
import Testing

@testable import BerthModel

/// What is written is read back as the same value, with every member of every kind filled.
@Suite struct RoundTripTests {
    @Test(arguments: 0..<20)
    func `Every type comes back from every syntax`(seed: Int) throws {
        var values = FilledValues(state: UInt64(seed))
        let types = ShapedTypes()
        for type in types.shaped.values { try expectRoundTrip(type, values.document(of: type.type)) }
        for family in types.families.values {
            guard case .family(let outline) = family.type else { continue }
            for index in outline.members.indices {
                try expectRoundTrip(family, values.document(of: family.type, kind: index))
            }
        }
    }

    private func expectRoundTrip<T: ModelValue>(_ type: T.Type, _ document: Document) throws {
        var reader = ModelReader(syntax: .json)
        let value = try #require(T.read(document, &reader))
        #expect(reader.problems == [])
        // Every member is kept, in its place.
        #expect(value.write(ModelWriter(syntax: .json)) == document)
        var stream = JSONStream()
        value.write(ModelWriter(syntax: .json), to: &stream)
        #expect(try stream.bytes() == document.written(as: .json))
        for syntax in [Syntax.json, .yaml, .xml] {
            let written = try #require(value.write(ModelWriter(syntax: syntax)))
            let read = try Document.read(try written.written(as: syntax), as: syntax)
            var reader = ModelReader(syntax: syntax)
            #expect(T.read(read, &reader) == value, "\(T.self) as \(syntax)")
            #expect(reader.problems == [], "\(T.self) as \(syntax)")
        }
    }

    @Test func `A stranger's kind is kept unchanged, in every syntax`() throws {
        let document: Document = [
            "kind": "https://example.org/kinds/tape", "meta": ["name": "reel"],
            "speed": ["ips": 15, "tracks": [1, 2]],
        ]
        for syntax in [Syntax.json, .yaml, .xml] {
            let read = try Document.read(try document.written(as: syntax), as: syntax)
            var reader = ModelReader(syntax: syntax)
            let value = try #require(StorageResource.read(read, &reader))
            #expect(reader.problems == [])
            #expect(value.kind == nil)
            #expect(value.stranger?.kind == "https://example.org/kinds/tape")
            #expect(value.stranger?.document == read)
            #expect(value.write(ModelWriter(syntax: syntax)) == read)
        }
    }

    @Test func `JSON leaves out strangers where documents do`() throws {
        let stranger: Document = ["kind": "https://example.org/kinds/tape"]
        let known: Document = [
            "kind": .text(Kind.simpleStorage.uri), "size": ["min": 1],
        ]
        let documents: [Document] = [
            ["storage": [stranger, known, stranger]], ["storage": [stranger]], ["executable": stranger], [:],
        ]
        for document in documents {
            let (value, _) = ExecutionRequest.reading(document, from: .json)
            for isLeftOut in [false, true] {
                let written = try value.document(for: .json, leavingOutStrangers: isLeftOut).written(as: .json)
                #expect(try value.json(leavingOutStrangers: isLeftOut) == written)
            }
        }
    }

    @Test func `An older kind is read and the present one is written`() throws {
        let base = "https://www.purl.org/ivoa.net/Calycopis-openapi/schema/v1.0/kinds"
        let older: Document = [
            "kind": "https://www.purl.org/ivoa.net/EB/schema/types/storage/simple-storage-resource-1.0",
            "size": ["min": 1],
        ]
        var reader = ModelReader(syntax: .json)
        let value = try #require(StorageResource.read(older, &reader))
        #expect(
            value.write(ModelWriter(syntax: .json)) == [
                "kind": .text(base + "/storage/simple-storage-resource.yaml"),
                "size": ["min": 1],
            ])
    }
}
