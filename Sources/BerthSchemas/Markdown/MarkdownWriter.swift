import BerthModel

/// Writes the data model for people.
package enum MarkdownWriter {
    package static let fileName = "MODEL.md"

    package static func text() -> String {
        let catalogue = TypeCatalogue(roots: SchemaRoots.all)
        var text = """
            # The data model

            Every type, member, kind and word of the interface. Made from the shapes in `Sources/BerthModel` by \
            `scripts/generate`; change them there.

            A request may leave out every member, and a member that is null counts as left out. Answers leave out \
            members that are null or empty.


            """
        text += "## Types\n"
        for outline in catalogue.shapes { text += section(outline.name, outline, level: "###") }
        text += "\n## Families\n\nThe member `kind` says which kind of a family a value is.\n"
        for family in catalogue.families { text += section(family) }
        text += "\n## Words\n"
        for enumeration in catalogue.enumerations {
            text += "\n### \(enumeration.name)\n\n\(enumeration.summary)\n\n"
            text += enumeration.values.map { "`\($0)`" }.joined(separator: " · ") + "\n"
        }
        return text
    }

    private static func section(_ family: TypeCatalogue.FamilyEntry) -> String {
        var text = "\n### \(family.outline.name)\n\n\(family.outline.summary)\n"
        for kind in family.kinds {
            text += section(kind.typeName, kind.outline, level: "####", kind: kind.kind)
        }
        return text
    }

    private static func section(_ name: String, _ outline: Outline, level: String, kind: Kind? = nil) -> String {
        var text = "\n\(level) \(name)\n\n\(outline.summary)\n\n"
        if let kind {
            text += "Kind `\(kind.uri)`"
            text += kind.name == kind.uri ? ".\n\n" : ", or `\(kind.name)` for short in a request.\n\n"
        }
        text += "| member | type | unit | what it is |\n|---|---|---|---|\n"
        if kind != nil { text += "| `kind` | text | | Which kind it is. |\n" }
        for field in outline.fields {
            text += "| `\(field.name)` | \(typeText(field.type())) |"
            text += field.unit.map { " \($0.rawValue) |" } ?? " |"
            text += " \(field.summary) |\n"
        }
        return text
    }

    private static func typeText(_ type: ValueType) -> String {
        switch type {
        case .text(let format): format.map(\.rawValue) ?? "text"
        case .integer(let bits): "integer of \(bits) bits"
        case .number: "number"
        case .bool: "true or false"
        case .enumeration(let name, _, _): link(name)
        case .list(let element): "list of \(typeText(element))"
        case .texts: "map of texts"
        case .shape(let outline): link(outline.name)
        case .family(let family): link(family.name)
        case .any: "anything"
        }
    }

    private static func link(_ name: String) -> String { "[\(name)](#\(name.lowercased()))" }
}
