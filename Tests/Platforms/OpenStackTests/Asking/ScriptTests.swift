import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct ScriptTests {
    private func texts(_ change: (inout PythonProgram) -> Void) -> [String] {
        var program = PythonProgram()
        program.script = "print()"
        change(&program)
        let obstacles = Script(.pythonProgram(program), python: "python3")?.obstacles(bytes: 10) ?? []
        return obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func whatRunsIt() {
        let batch = Script(.batchScript(BatchScript()), python: "python3")
        #expect(batch?.interpreter == ["/bin/sh"] && batch?.namesInterpreter == true)
        let program = Script(.pythonProgram(PythonProgram()), python: "/opt/python3")
        #expect(program?.interpreter == ["/opt/python3"] && program?.namesInterpreter == false)
        #expect(Script(.dockerContainer(DockerContainer()), python: "python3") == nil)
    }

    @Test func reasonsAgainst() {
        #expect(texts { _ in } == [])
        #expect(texts { $0.requirements = ["numpy==2.0", "astropy"] } == [])
        #expect(
            texts { $0.script = nil } == [
                "executable.script is missing: it is what is to be run, or location says where that is."
            ])
        #expect(
            texts { $0.script = "print(12345)" } == [
                "executable.script: the script has 12 bytes, 10 are the most; location can name a longer one's place."
            ])
        #expect(
            texts { $0.environment = ["a b": "c"] } == [
                "executable.environment: a b cannot be the name of a variable, or its value has a zero byte."
            ])
        #expect(
            texts { $0.arguments = ["a", "b\0"] } == [
                "executable.arguments[1] has a zero byte, which no argument can have."
            ])
        #expect(
            texts { $0.requirements = ["numpy", "--index-url=x"] } == [
                "executable.requirements[1]: --index-url=x is no package as pip names one."
            ])
        #expect(
            texts {
                $0.script = nil
                $0.location = "file:///etc/passwd"
            } == [
                "executable.location: no file of the broker's machine is read for the cloud; name an http or https"
                    + " address."
            ])
    }
}
