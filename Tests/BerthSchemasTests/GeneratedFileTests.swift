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
        #expect(try RepositoryFiles.names(in: "schemas") == GeneratedFile.all().map(\.path).sorted())
    }

    @Test func theSameBytesEachTime() throws {
        #expect(try GeneratedFile.all() == GeneratedFile.all())
    }
}
