import BerthDocument
import BerthSchemas
import Testing

@testable import BerthService

@Suite struct ServedFilesTests {
    @Test func everyGeneratedFileIsServed() async throws {
        let files = ServedFiles(server: "/")
        for generated in try GeneratedFile.all() {
            let file = try #require(await files.file(generated.path), "\(generated.path)")
            #expect(file.bytes == generated.bytes)
        }
        #expect(await files.file("nothing.json") == nil)
    }

    @Test func theDescriptionSaysUnderWhichPathTheServiceIs() async throws {
        let files = ServedFiles(server: "/berth")
        for (name, syntax) in [(OpenAPIWriter.jsonFileName, Syntax.json), (OpenAPIWriter.yamlFileName, .yaml)] {
            let file = try #require(await files.file(name))
            let document = try Document.read(file.bytes, as: syntax, limits: DocumentLimits(sizeBytes: 1 << 24))
            #expect(document.value(at: ["servers", .index(0), "url"])?.text == "/berth")
        }
    }
}
