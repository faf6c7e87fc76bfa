import BerthHost
import Testing

@testable import BerthTasks

@Suite struct NodeProgramsLookTests {
    /// The script is run as a node runs it, by the Python of this machine.
    @Test func theScriptSaysWhatThereIs() async throws {
        let words = ["/usr/bin/env", "python3", "-I", "-c", NodePrograms.look, "no-such-python"]
        let said = try await Command(words + ["cwltool", "sh", "snakemake", "/nowhere/snakemake"]).run()
        #expect(said.code == 0, "\(said.errorText)")
        let programs = try #require(NodePrograms(said.output))
        #expect(programs.paths.keys.sorted() == ["cwltool"])
        #expect(programs.paths["cwltool"]?.hasSuffix("/sh") == true)
        #expect(programs.kernels.isEmpty)
        // One that makes no room for anybody is as good as none.
        let useless = try await Command(words + ["bwrap", "/bin/false"]).run()
        #expect(NodePrograms(useless.output)?.paths == [:])
    }
}
