import BerthDocument
@testable import BerthSchemas
import Testing

struct SchemaFilesTests {
    /// What `/schemas/{name}` serves is generated, and has a media type that the description names.
    @Test func everyFileIsGenerated() throws {
        let generated = Set(try GeneratedFile.all().map(\.path))
        #expect(generated.isSuperset(of: SchemaFiles.names))
        for file in SchemaFiles.all { #expect(SchemaFiles.content[file.mediaType] != nil, "\(file.name)") }
    }

    /// The descriptions of the service have paths of their own.
    @Test func onlyTheDescriptionsAreServedElsewhere() throws {
        let rest = Set(try GeneratedFile.all().map(\.path)).subtracting(SchemaFiles.names)
        #expect(rest == ["openapi.json", "openapi.yaml"])
    }
}
