import BerthDocument
import Testing

import class Foundation.FileManager

@testable import BerthModel

/// No stored property, and no type, is forgotten in the tables.
@Suite struct ShapeTests {
    @Test func `Every stored property of every type is in its shape, once`() {
        for type in ShapedTypes().shaped.values { expectComplete(type) }
    }

    private func expectComplete<T: Shaped>(_ type: T.Type) {
        let stored = Mirror(reflecting: T()).children
        // Fields of a part that stands inline all name the part.
        let keyPaths = Set(T.shape.fields.map { $0.keyPath as AnyKeyPath })
        #expect(keyPaths.count == stored.count, "\(T.self) stores \(stored.compactMap(\.label))")
        let offsets = keyPaths.compactMap { ($0 as? PartialKeyPath<T>).flatMap { MemoryLayout<T>.offset(of: $0) } }
        #expect(Set(offsets).count == stored.count, "\(T.self) has a field that is not stored")
        let names = T.shape.fields.map(\.name)
        #expect(Set(names).count == names.count, "\(T.self) has two fields of one name")
    }

    @Test func `Every field says what it is in a sentence`() {
        for type in ShapedTypes().shaped.values { expectDescribed(type) }
    }

    private func expectDescribed<T: Shaped>(_ type: T.Type) {
        let summaries = [T.shape.summary] + T.shape.fields.map(\.outline.summary)
        for summary in summaries {
            #expect(
                (summary.last == "." || summary.last == "?") && !summary.dropLast().isEmpty, "\(T.self): \(summary)")
        }
    }

    @Test func `The walk finds the types that the sources declare`() throws {
        let sources = #filePath.replacing("Tests/BerthModelTests/Shape/ShapeTests.swift", with: "Sources/BerthModel")
        var declared: Set<String> = []
        let files = try #require(FileManager.default.enumerator(atPath: sources))
        for case let file as String in files where file.hasSuffix(".swift") {
            let text = try String(contentsOfFile: "\(sources)/\(file)", encoding: .utf8)
            for match in text.matches(of: #/struct (\w+): Shaped/#) { declared.insert(String(match.output.1)) }
        }
        let found = Set(ShapedTypes().shaped.values.map { "\($0)" })
        #expect(declared.count > 20)
        #expect(found == declared)
    }

    @Test func `Schema writers see the same types`() {
        var names: Set<String> = []
        func walk(_ type: ValueType) {
            switch type {
            case .list(let item): walk(item)
            case .shape(let outline):
                guard names.insert(outline.name).inserted else { return }
                for field in outline.fields { walk(field.type()) }
            case .family(let family):
                for member in family.members { walk(.shape(member.outline())) }
            default: break
            }
        }
        for root in ShapedTypes.roots { walk(root.type) }
        // Parts that stand inline are no types of their own in a schema.
        let inline: Set = [Component.shape.name, Life.shape.name]
        #expect(names == ShapedTypes().names.subtracting(inline))
    }
}
