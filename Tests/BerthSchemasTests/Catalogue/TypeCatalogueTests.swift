import BerthModel
import Testing

@testable import BerthSchemas

struct TypeCatalogueTests {
    @Test func typesAreMetOnce() {
        let catalogue = TypeCatalogue(roots: SchemaRoots.all)
        let names =
            catalogue.shapes.map(\.name) + catalogue.families.map(\.outline.name)
            + catalogue.families.flatMap { $0.kinds.map(\.typeName) } + catalogue.enumerations.map(\.name)
        #expect(Set(names).count == names.count)
        #expect(Set(names) == catalogue.names)
    }

    @Test(arguments: [
        (Kind.dockerContainer, DockerContainer.shape.outline, "DockerContainer"),
        (.integerValueOption, IntegerOption.shape.outline, "IntegerValueOption"),
        (.integerDeltaOption, IntegerOption.shape.outline, "IntegerDeltaOption"),
        (.enumValueUpdate, TextUpdate.shape.outline, "EnumValueUpdate"),
        (.simpleCost, Quote.shape.outline, "SimpleMinMaxFloatCost"),
    ])
    func kindsThatShareAShapeHaveNamesOfTheirOwn(_ kind: Kind, _ outline: Outline, _ name: String) {
        #expect(TypeCatalogue.typeName(of: kind, outline) == name)
    }

    /// A family that is not in the list of roots would give two kinds one name.
    @Test func everyFamilyIsKnownToTheRoots() {
        let catalogue = TypeCatalogue(roots: SchemaRoots.all)
        let shapes = catalogue.families.map { $0.kinds.map(\.outline.name) }
        #expect(Set(shapes) == Set(SchemaRoots.families))
    }
}
