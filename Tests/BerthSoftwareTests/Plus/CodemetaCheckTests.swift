import BerthModel
import Testing

@testable import BerthSoftware

struct CodemetaCheckTests {
    @Test(arguments: ["hello", "light-curves", "word-count"])
    func theSampleCatalogueIsFine(_ name: String) throws {
        let bytes = try Sample.bytes("examples/catalogue/\(name).codemeta.json")
        let check = CodemetaCheck(try Codemeta(bytes, name: name), home: "file:///x/\(name).codemeta.json")
        #expect(check.wrong.isEmpty, "\(check.wrong)")
        #expect(check.doubts.isEmpty, "\(check.doubts)")
        #expect(!check.executables.isEmpty)
        #expect(check.executables.allSatisfy { $0.request.validated().isEmpty })
    }

    @Test func whatWouldBeBetter() throws {
        let check = CodemetaCheck(try Sample.codemeta("{\"name\": \"x\"}"), home: nil)
        #expect(
            check.doubts.map(\.message) == [
                "no @context of codemeta; write \"@context\": \"https://doi.org/10.5063/schema/codemeta-2.0\".",
                "catalogues ask for description, license, author, softwareVersion, datePublished, maintainer, readme, "
                    + "and it has none.",
                "codeRepository, keywords, identifier, issueTracker would help to find it.",
                "it declares no way to run the software; berth codemeta init writes what can be guessed.",
            ])
        #expect(check.wrong.isEmpty)
    }
}
