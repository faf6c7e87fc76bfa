import BerthDocument
import BerthSchemas
import Testing

struct GeneratedFileTests {
    /// `scripts/generate` runs this test with `BERTH_GENERATE=1`, which writes the files.
    @Test func filesUnderSchemasAreThoseThatTheModelMakes() throws {
        for file in try GeneratedFile.all() {
            let path = "schemas/" + file.path
            if RepositoryFiles.isGenerating { try RepositoryFiles.write(path, file.bytes) }
            let isSame = try RepositoryFiles.read(path) == file.bytes
            #expect(isSame, "\(path) is not what the model makes; run scripts/generate.")
        }
    }

    @Test func nothingElseIsUnderSchemas() throws {
        // codemeta+ extends a format of others and is no document of the interface; BerthSoftware tests it.
        let written = try RepositoryFiles.names(in: "schemas").filter { !$0.hasPrefix("codemeta-plus.") }
        #expect(try written == GeneratedFile.all().map(\.path).sorted())
    }

    @Test func theSameBytesEachTime() throws {
        #expect(try GeneratedFile.all() == GeneratedFile.all())
    }
}
