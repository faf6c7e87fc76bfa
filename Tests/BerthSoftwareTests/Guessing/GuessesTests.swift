import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct GuessesTests {
    private let repository = Repository("https://github.com/ada/stars/tree/v1")

    @Test func filesOfARepository() {
        let guesses = Guesses(
            Guesses.Evidence(
                files: ["a.ipynb", ".ipynb_checkpoints/a.ipynb", "w/x.cwl", "Snakefile", "docker/Dockerfile"],
                holder: "The archive s.zip", repository: repository))
        #expect(guesses.executables.map(\.id) == ["a.ipynb", "w-x.cwl", "snakefile", "image"])
        let base = "https://github.com/ada/stars"
        #expect(
            guesses.executables.map(\.origin) == [
                .guessed("The archive s.zip holds a.ipynb; its address is made from \(base)."),
                .guessed("The archive s.zip holds w/x.cwl; its address is made from \(base)."),
                .guessed("The archive s.zip holds Snakefile; its address is made from \(base)."),
                .guessed(
                    "The archive s.zip holds docker/Dockerfile; images of such repositories are often published as "
                        + "ghcr.io/ada/stars:v1. Whether this one is was not looked at."),
            ])
        #expect(guesses.executables.allSatisfy { $0.request.validated().isEmpty && !$0.sources.isEmpty })
        #expect(guesses.findings.isEmpty)
    }

    @Test func filesWithoutAnAddress() {
        let guesses = Guesses(Guesses.Evidence(files: ["a.ipynb", "b.ipynb", "Dockerfile"]))
        #expect(guesses.executables.isEmpty)
        #expect(
            guesses.findings == [
                "The source code holds 2 notebooks, such as a.ipynb, and no address of it is known; name it in a "
                    + "codemeta+.",
                "The source code holds Dockerfile, and nobody says where its image is; name it in a codemeta+.",
            ])
    }

    @Test func filesWithAddressesOfTheirOwn() {
        let guesses = Guesses(
            Guesses.Evidence(
                files: ["a.ipynb"], holder: "The record", repository: repository,
                addresses: ["a.ipynb": "https://a.org/files/a.ipynb/content"]))
        #expect(guesses.executables.map(\.origin) == [.guessed("The record holds a.ipynb.")])
        let request = guesses.executables.first?.request.document(for: .json)
        #expect(request?["executable"]?["location"] == "https://a.org/files/a.ipynb/content")
    }

    @Test func manyNotebooks() {
        let files = (1...30).map { "n\($0).ipynb" }
        let guesses = Guesses(Guesses.Evidence(files: files, repository: repository))
        #expect(guesses.executables.count == Guesses.mostFiles)
        #expect(guesses.findings == ["The source code holds 30 notebooks; the first 20 are listed."])
    }

    @Test func productsOfSoftwareTypes() throws {
        let codemeta = try Sample.codemeta(
            """
            {"name": "x", "targetProduct": [
             {"@type": "stypes:SoftwareImage", "executableName": "ghcr.io/a/b:1"},
             {"@type": "NotebookApplication", "url": "https://a.org/n.ipynb"},
             {"@type": "NotebookApplication", "url": "https://a.org/hub"},
             {"@type": "WebApplication", "url": "https://a.org/app"}, {"@type": "SoftwareLibrary"}]}
            """)
        let guesses = Guesses(Guesses.Evidence(codemeta: codemeta))
        #expect(
            guesses.executables.map(\.origin) == [
                .guessed("codemeta.json, line 2 names the image ghcr.io/a/b:1."),
                .guessed("codemeta.json, line 3 names the notebook https://a.org/n.ipynb."),
            ])
    }

    @Test func sourceCodeAlone() throws {
        let python = try Sample.codemeta("{\"name\": \"x\", \"programmingLanguage\": [{\"name\": \"Python\"}]}")
        let guess = Guesses(Guesses.Evidence(codemeta: python, repository: repository)).executables.first
        guard case .dockerContainer(let container)? = guess?.request.executable else {
            Issue.record("no container")
            return
        }
        #expect(
            container.command == ["sh", "-c", "pip install git+https://github.com/ada/stars.git@v1 && pip list"])
    }
}
