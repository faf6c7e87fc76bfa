package import BerthModel

/// Every type that can be reached from some roots, each once, in the order in which they are met.
package struct TypeCatalogue: Sendable {
    /// A kind of a family, with the name of its type in a schema.
    package struct KindEntry: Sendable {
        package let kind: Kind
        package let typeName: String
        package let outline: Outline
    }

    package struct FamilyEntry: Sendable {
        package let outline: FamilyOutline
        package let kinds: [KindEntry]
    }

    package struct EnumerationEntry: Sendable {
        package let name: String
        package let summary: String
        package let values: [String]
    }

    /// Types that are no kind of a family.
    package private(set) var shapes: [Outline] = []
    package private(set) var families: [FamilyEntry] = []
    package private(set) var enumerations: [EnumerationEntry] = []

    private var met: Set<String> = []

    package init(roots: [ValueType]) {
        for root in roots { visit(root) }
    }

    /// The name of every type, kinds of families among them.
    package var names: Set<String> { met }

    /// The name of the type of a kind: that of its shape, or one made from the kind where kinds share a shape.
    package static func typeName(of kind: Kind, _ outline: Outline) -> String {
        sharedShapes.contains(outline.name) ? capitalised(kind.name) : outline.name
    }

    /// Shapes that stand for more than one kind.
    private static let sharedShapes: Set<String> = {
        var users: [String: Int] = [:]
        for family in SchemaRoots.families {
            for member in family { users[member, default: 0] += 1 }
        }
        return Set(users.filter { $0.value > 1 }.keys)
    }()

    /// `integer-value-option` as `IntegerValueOption`, and `minmax` as the published description writes it.
    private static func capitalised(_ name: String) -> String {
        name.split(separator: "-").map { word in
            word == "minmax" ? "MinMax" : word.prefix(1).uppercased() + word.dropFirst()
        }.joined()
    }

    private mutating func visit(_ type: ValueType) {
        switch type {
        case .shape(let outline):
            guard met.insert(outline.name).inserted else { return }
            shapes.append(outline)
            visit(outline)
        case .family(let family):
            guard met.insert(family.name).inserted else { return }
            let kinds = family.members.map { member in
                let outline = member.outline()
                return KindEntry(
                    kind: member.kind, typeName: Self.typeName(of: member.kind, outline), outline: outline)
            }
            families.append(FamilyEntry(outline: family, kinds: kinds))
            for kind in kinds {
                met.insert(kind.typeName)
                visit(kind.outline)
            }
        case .enumeration(let name, let summary, let values):
            guard met.insert(name).inserted else { return }
            enumerations.append(EnumerationEntry(name: name, summary: summary, values: values))
        case .list(let element): visit(element)
        case .text, .integer, .number, .bool, .texts, .any: break
        }
    }

    private mutating func visit(_ outline: Outline) {
        for field in outline.fields { visit(field.type()) }
    }
}
