import BerthData
import BerthHost
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct ScriptSlurmTests {
    private static let storage = HostStorage(
        folders: SessionFolders(state: "/nowhere", instance: "a"),
        limits: StagingLimits(maximumBytes: 1000, maximumSeconds: 1), hostPaths: ["/nowhere"])

    private func texts(_ change: (inout PythonProgram) -> Void) -> [String] {
        var program = PythonProgram()
        program.script = "print()"
        change(&program)
        let obstacles = Script(.pythonProgram(program), python: "python3")?.obstacles(Self.storage, bytes: 10) ?? []
        return obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func reasonsAgainst() {
        #expect(texts { _ in } == [])
        #expect(
            texts { $0.script = "0123456789a" } == [
                "executable.script: the script has 11 bytes, 10 are the most; location can name a longer one's place."
            ])
        #expect(
            texts { $0.requirements = ["numpy"] } == [
                "executable.requirements: nothing is installed on the nodes of the cluster; without it the program"
                    + " finds what their Python has."
            ])
        #expect(
            texts {
                $0.script = nil
                $0.location = "file:///etc/passwd"
            } == [
                "executable.location: this site does not let file:///etc/passwd be read, or it is no ordinary file."
            ])
    }

    @Test("whoever wrote lines for sbatch is told that they are not read")
    func linesForSbatch() {
        var batch = BatchScript()
        batch.script = "#!/bin/sh\n#SBATCH --time=1\n"
        let now = Instant(seconds: 0)
        #expect(
            Script(.batchScript(batch), python: "python3")?.messages(at: now).map(\.message) == [
                "executable.script: its #SBATCH lines are not read; what the job gets stands in compute and schedule."
            ])
        batch.script = "#!/bin/sh\n"
        #expect(Script(.batchScript(batch), python: "python3")?.messages(at: now) == [])
        var program = PythonProgram()
        program.script = "#SBATCH"
        #expect(Script(.pythonProgram(program), python: "python3")?.messages(at: now) == [])
    }
}
