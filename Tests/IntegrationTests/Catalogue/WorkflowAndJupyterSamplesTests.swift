import BerthDocument
import BerthJupyter
import BerthModel
import BerthPlatform
import BerthSoftware
import BerthWorkflows
import Testing

/// What the sample catalogue declares runs as it stands there, with real engines. Named so that `make test-integration`
/// gives these engines both processors.
@Suite("Samples of the catalogue run", .serialized)
struct WorkflowAndJupyterSamplesTests {
    private static let folder = TestCatalogue.root + "/examples/catalogue"

    /// The draft of an executable as a client sends it.
    private func task(_ entry: String, _ id: String) async throws -> String {
        let catalogue = FolderCatalogue(folder: Self.folder, now: { Instant(seconds: 1_900_000_000) })
        let executables = try await catalogue.entry(entry).executables
        let executable = try #require(executables.first { $0.id == id })
        return String(decoding: try executable.request.document(for: .yaml).written(as: .yaml), as: UTF8.self)
    }

    @Test("the workflow counts the words of its parameter")
    func workflow() async throws {
        let site = try WorkflowSite("samples") { $0.hostPaths = [Self.folder] }
        let outcome = try await WorkflowRun(site.platform, try await task("word-count", "count")).whole()
        #expect(outcome.isSuccess, "\(outcome)")
    }

    @Test("both notebooks run from the first to the last cell", arguments: ["make", "period"])
    func notebooks(_ id: String) async throws {
        let jupyter = try TestJupyter()
        let platform = try jupyter.platform { $0.hostPaths = [Self.folder] }
        let run = try await JupyterRun(platform, try await task("light-curves", id))
        #expect(try await run.whole().isSuccess)
        let output = try await run.output(.stdout)
        #expect(output.contains(id == "make" ? " mag " : "The period is 5.37 days."), "\(output)")
    }
}
