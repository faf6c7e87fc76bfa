import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct PlusFileTests {
    @Test func aFolderWithoutADescription() throws {
        let file = PlusFile(
            extending: nil, name: "stars", files: ["README.md", "nb/first.ipynb", "flow.cwl", "Dockerfile"],
            repository: "https://github.com/ada/stars.git")
        #expect(file.document["name"] == "stars")
        #expect(file.document["codeRepository"] == "https://github.com/ada/stars")
        let items = Codemeta.items(file.document["targetProduct"]).map(\.value)
        #expect(items.map { $0["location"]?.text } == ["./nb/first.ipynb", "./flow.cwl", "ghcr.io/ada/stars:latest"])
        #expect(items.map { $0["@id"]?.text } == ["#nb-first.ipynb", "#flow.cwl", "#image"])
        #expect(file.notes.first == "nb-first.ipynb is guessed: The folder holds nb/first.ipynb.")
        let check = CodemetaCheck(
            try Codemeta(try file.document.written(as: .json), name: "c"), home: "file:///x/codemeta.json")
        #expect(check.wrong.isEmpty)
        #expect(check.executables.count == 3)
    }

    @Test func whatIsThereStays() throws {
        let codemeta = try Sample.codemeta("{\"name\": \"x\", \"targetProduct\": \"Windows 10\", \"extra\": [1]}")
        let file = PlusFile(extending: codemeta, name: "", files: ["a.ipynb"], repository: nil)
        #expect(file.document["extra"] == [1])
        let items = Codemeta.items(file.document["targetProduct"]).map(\.value)
        #expect(items.first == "Windows 10")
        #expect(items.count == 2)
        let again = PlusFile(
            extending: try Codemeta(try file.document.written(as: .json), name: "c"), name: "", files: ["b.ipynb"],
            repository: nil)
        #expect(again.document == file.document)
        #expect(again.notes == ["It declares 1 executable already; nothing was added."])
    }

    @Test func nothingToRun() {
        let file = PlusFile(extending: nil, name: "x", files: ["a.txt"], repository: "ssh://somewhere/x")
        #expect(file.document["targetProduct"] == nil)
        #expect(
            file.notes == [
                "Nothing that can be run was found; add an executable by hand, as docs/CODEMETA_PLUS.md says."
            ])
    }
}
