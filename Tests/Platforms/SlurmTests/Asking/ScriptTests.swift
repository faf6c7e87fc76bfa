import BerthData
import BerthHost
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct ScriptTests {
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

    @Test("the first line of a batch script says what runs it, and that of a program in Python does not")
    func interpreters() {
        var batch = BatchScript()
        batch.script = "x"
        batch.arguments = ["a b"]
        let script = Script(.batchScript(batch), python: "python3")
        #expect(script?.words(file: "/f", begin: Array("#!".utf8)) == ["/f", "a b"])
        #expect(script?.words(file: "/f", begin: Array("ec".utf8)) == ["/bin/sh", "/f", "a b"])
        #expect(script?.words(file: "/f", begin: []) == ["/bin/sh", "/f", "a b"])
        let program = Script(.pythonProgram(PythonProgram()), python: "/opt/python3")
        #expect(program?.words(file: "/f", begin: Array("#!".utf8)) == ["/opt/python3", "/f"])
        #expect(Script(.dockerContainer(DockerContainer()), python: "python3") == nil)
    }

    @Test func reasonsAgainst() {
        #expect(texts { _ in } == [])
        #expect(
            texts { $0.script = nil } == [
                "executable.script is missing: it is what is to be run, or location says where that is."
            ])
        #expect(
            texts { $0.script = "0123456789a" } == [
                "executable.script: the script has 11 bytes, 10 are the most; location can name a longer one's place."
            ])
        #expect(
            texts { $0.environment.entries = [.init(name: "A-B", text: "1"), .init(name: "_A1", text: "1")] } == [
                "executable.environment: A-B cannot be the name of a variable, or its value has a zero byte."
            ])
        #expect(
            texts { $0.arguments = ["a", "b\u{0}"] } == [
                "executable.arguments[1] has a zero byte, which no argument can have."
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
}
