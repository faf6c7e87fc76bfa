import BerthHost
import BerthModel
import Testing

@testable import BerthSlurm

@Suite struct NodeLookTests {
    @Test func whatSlurmIsTold() {
        var settings = SlurmSettings()
        settings.instance = "one"
        settings.partition = "short"
        settings.account = "a"
        settings.programs.cwltool = "/w/cwltool"
        let words = NodeLook.words(settings)
        #expect(
            words.prefix(5) == [
                "--job-name=berth-one-look", "--immediate=30", "--quiet", "--partition=short", "--account=a",
            ])
        #expect(words.suffix(5) == ["python3", "cwltool", "/w/cwltool", "snakemake", "snakemake"])
        settings.programs.jupyter = "/j/python"
        #expect(NodeLook.words(settings).suffix(5).first == "/j/python")
    }

    /// The script is run as a node runs it, by the Python of this machine.
    @Test func theScriptSaysWhatThereIs() async throws {
        let words = ["/usr/bin/env", "python3", "-I", "-c", NodeLook.script, "no-such-python"]
        let said = try await Command(words + ["cwltool", "sh", "snakemake", "/nowhere/snakemake"]).run()
        #expect(said.code == 0, "\(said.errorText)")
        let programs = try #require(NodePrograms(said.output))
        #expect(programs.paths.keys.sorted() == ["cwltool"])
        #expect(programs.paths["cwltool"]?.hasSuffix("/sh") == true)
        #expect(programs.kernels.isEmpty)
    }
}
