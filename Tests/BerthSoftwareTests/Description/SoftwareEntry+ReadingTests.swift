import BerthDocument
import BerthModel
import Testing

@testable import BerthSoftware

struct SoftwareEntryReadingTests {
    private func entry(_ name: String) throws -> SoftwareEntry {
        let bytes = try Sample.bytes("Tests/Catalogue/samples/codemeta/\(name).json")
        let codemeta = try Codemeta(bytes, name: "codemeta.json")
        var parts = SoftwareEntry.Parts(codemeta.summary(id: name))
        parts.codemeta = codemeta
        return SoftwareEntry(parts, freshness: Freshness(asOf: Sample.now))
    }

    /// None of the samples declares anything: each gets a guess that says what it was made from.
    @Test(arguments: [
        "agnpy", "amiga-hcg16", "eossr-sample-codemeta_test", "escape-template", "gammapy", "km3io",
        "km3net-cta-galactic", "cpp-toolkit",
    ])
    func everySampleGivesAMarkedGuess(_ name: String) throws {
        let entry = try entry(name)
        #expect(entry.findings.contains("Its authors declare no way to run it; what is listed is guessed."))
        let executable = try #require(entry.executables.first)
        guard case .guessed(let why) = executable.origin else {
            Issue.record("\(name) is not marked")
            return
        }
        #expect(why.contains("Made from the address of the source code"))
        #expect(executable.request.validated().isEmpty)
        #expect(!entry.summary.contains("<"))
    }

    @Test func whatIsSaidInWordsIsTakenWithItsLine() throws {
        let entry = try entry("eossr-sample-codemeta_test")
        let executable = try #require(entry.executables.first)
        #expect(executable.request.compute?.basic?.memory == IntegerRange(min: 2))
        #expect(
            executable.sources[["compute", "memory", "min"]]
                == "Guessed from codemeta.json, line 14: memoryRequirements \"2GB\".")
        #expect(executable.sources[["storage", .index(0), "size", "min"]]?.contains("\"500MB\"") == true)
        guard case .dockerContainer(let container)? = executable.request.executable else {
            Issue.record("no container")
            return
        }
        #expect(container.image?.platform?.architecture == "amd64")
    }

    @Test func markupNeverComesThrough() throws {
        let entry = try entry("cpp-toolkit")
        #expect(entry.summary == "Simulates and analyses beams. Written for tests of Berth.")
        #expect(entry.authors.map(\.name) == ["Ada Sample", "Bob Sample"])
        #expect(entry.executables.first?.request.compute?.basic?.cores == IntegerRange(min: 4))
        guard case .batchScript(let script)? = entry.executables.first?.request.executable else {
            Issue.record("no script")
            return
        }
        #expect(script.script?.contains("--branch nov23 https://github.com/example/beam-toolkit.git") == true)
    }

    @Test func nothingAtAll() {
        var parts = SoftwareEntry.Parts(SoftwareSummary(id: "1", title: "T", summary: "S", authors: ["A"]))
        parts.findings = ["The record has no files."]
        let entry = SoftwareEntry(parts, freshness: Freshness(asOf: Sample.now))
        #expect(
            entry.findings == [
                "The record has no files.", "Its authors declare no way to run it, and nothing could be guessed.",
            ])
        #expect(entry.authors == [SoftwareAuthor(name: "A")])
        #expect(entry.summary == "S")
    }
}
