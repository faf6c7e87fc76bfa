import BerthDocument
import BerthModel
import Testing

@testable import BerthSchemas

struct XSDWriterTests {
    private let text = XSDWriter.schema()

    @Test func theSchemaIsXML() throws {
        #expect(throws: Never.self) { try Document.read(Array(text.utf8), as: .xml) }
    }

    /// Every type that is named is defined, once.
    @Test func everyTypeIsDefinedOnce() throws {
        let used = Set(values(of: "type", in: text).filter { !$0.hasPrefix("xs:") })
        let defined = text.split(separator: "\n").filter {
            $0.hasPrefix("  <xs:complexType") || $0.hasPrefix("  <xs:simpleType")
        }
        .map { values(of: "name", in: String($0))[0] }
        #expect(Set(defined).count == defined.count)
        #expect(used.subtracting(defined) == [])
    }

    @Test func rootsAreTheElementsThatDocumentsHave() {
        #expect(
            XSDWriter.roots.map(\.0) == [
                "ExecutionRequest", "Update", "offers-response", "execution", "SessionList", "PlatformList",
                "Health",
            ])
        for (name, type) in XSDWriter.roots {
            #expect(text.contains("\n  <xs:element name=\"\(name)\" type=\"\(type)\"/>"))
        }
    }

    /// Kinds that give one member two types: it is a text.
    @Test func membersThatKindsDisagreeOnAreTexts() throws {
        let update = try #require(
            text.components(between: "<xs:complexType name=\"Update\">", and: "</xs:complexType>"))
        #expect(update.contains("<xs:element name=\"value\" type=\"xs:string\">"))
    }

    @Test func everyKindIsNamed() {
        for family in TypeCatalogue(roots: SchemaRoots.all).families {
            for kind in family.kinds { #expect(text.contains(kind.kind.uri)) }
        }
    }

    private func values(of attribute: String, in text: String) -> [String] {
        text.split(separator: " ").filter { $0.hasPrefix(attribute + "=\"") }.map {
            String($0.dropFirst(attribute.count + 2).prefix { $0 != "\"" })
        }
    }
}

extension String {
    fileprivate func components(between start: String, and end: String) -> Substring? {
        guard let from = range(of: start), let to = self[from.upperBound...].range(of: end) else { return nil }
        return self[from.upperBound..<to.lowerBound]
    }
}

extension StringProtocol where Self.SubSequence: StringProtocol {
    /// Where a text stands first; there is no Foundation here.
    fileprivate func range(of text: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
            start = index(after: start)
        }
        return nil
    }
}
