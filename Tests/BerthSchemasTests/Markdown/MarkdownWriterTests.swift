import BerthModel
import Testing

@testable import BerthSchemas

struct MarkdownWriterTests {
    private let lines = Set(MarkdownWriter.text().split(separator: "\n").map(String.init))

    @Test func aMemberHasTypeUnitAndDescription() {
        #expect(lines.contains("| `memory` | [MinMaxInteger](#minmaxinteger) | GiB | Memory. |"))
        #expect(lines.contains("| `created` | instant | | When the component was made. |"))
        #expect(
            lines.contains(
                "| `command` | list of text | | Arguments of the entry point, in place of the image's own. |"))
    }

    @Test func everyTypeMemberAndWordIsThere() {
        let catalogue = TypeCatalogue(roots: SchemaRoots.all)
        for outline in catalogue.shapes {
            #expect(lines.contains("### " + outline.name))
            for field in outline.fields { #expect(lines.contains { $0.hasPrefix("| `\(field.name)` |") }) }
        }
        for kind in catalogue.families.flatMap(\.kinds) {
            #expect(lines.contains("#### " + kind.typeName))
            #expect(lines.contains { $0.hasPrefix("Kind `\(kind.kind.uri)`") })
        }
        for enumeration in catalogue.enumerations {
            #expect(lines.contains(enumeration.values.map { "`\($0)`" }.joined(separator: " · ")))
        }
    }

    /// Links lead to headings.
    @Test func everyLinkResolves() {
        let anchors = Set(lines.filter { $0.hasPrefix("##") }.map { $0.drop { $0 == "#" || $0 == " " }.lowercased() })
        for line in lines {
            for part in line.split(separator: "(").dropFirst() where part.hasPrefix("#") {
                #expect(anchors.contains(String(part.dropFirst().prefix { $0 != ")" })), "\(line)")
            }
        }
    }
}
