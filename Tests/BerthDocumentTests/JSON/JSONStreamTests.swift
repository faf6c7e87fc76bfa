import Testing

@testable import BerthDocument

@Suite struct JSONStreamTests {
    @Test func theBytesAreThoseOfTheDocument() throws {
        var stream = JSONStream()
        stream.map { stream in
            stream.member(JSONStream.Name("a \"quoted\" name")) { $0.write("{text, with\nbraces [") }
            stream.member(JSONStream.Name("numbers")) { stream in
                stream.list { stream in
                    stream.item { $0.write(Int64.min) }
                    stream.item { $0.write(1.5) }
                    stream.item { $0.write(true) }
                }
            }
            stream.member(JSONStream.Name("empty")) { stream in stream.list { _ in } }
            stream.member("late", "name")
            stream.member(JSONStream.Name("document")) { $0.write(Document.map(["x": .null])) }
        }
        let document: Document = [
            "a \"quoted\" name": "{text, with\nbraces [", "numbers": [.integer(.min), .number(1.5), true],
            "empty": .list([]), "late": "name", "document": ["x": .null],
        ]
        #expect(try stream.bytes() == document.written(as: .json))
    }

    @Test func aNumberThatIsNotFiniteIsAnErrorOfTheWhole() {
        var stream = JSONStream()
        stream.list { stream in
            stream.item { $0.write(Double.infinity) }
            stream.item { $0.write("rest") }
        }
        let written = stream
        let error = #expect(throws: DocumentError.self) { try written.bytes() }
        #expect(error?.code == .notWritable)
    }
}
