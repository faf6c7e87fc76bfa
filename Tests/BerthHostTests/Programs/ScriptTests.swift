import BerthData
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct ScriptTests {
    private func script(_ change: (inout PythonProgram) -> Void) throws -> Script {
        var program = PythonProgram()
        program.script = "print()"
        change(&program)
        return try #require(Script(.pythonProgram(program), python: "python3"))
    }

    private func texts(_ change: (inout PythonProgram) -> Void) throws -> [String] {
        let obstacles = try script(change).obstaclesOfText(bytes: 10)
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
        #expect(script?.interpreter == ["/bin/sh"] && script?.namesInterpreter == true)
        let program = Script(.pythonProgram(PythonProgram()), python: "/opt/python3")
        #expect(program?.words(file: "/f", begin: Array("#!".utf8)) == ["/opt/python3", "/f"])
        #expect(program?.interpreter == ["/opt/python3"] && program?.namesInterpreter == false)
        #expect(Script(.dockerContainer(DockerContainer()), python: "python3") == nil)
    }

    @Test func reasonsAgainstText() throws {
        #expect(try texts { _ in } == [])
        #expect(
            try texts { $0.script = nil } == [
                "executable.script is missing: it is what is to be run, or location says where that is."
            ])
        #expect(
            try texts { $0.script = "0123456789a" } == [
                "executable.script: the script has 11 bytes, 10 are the most; location can name a longer one's place."
            ])
        #expect(
            try texts { $0.environment.entries = [.init(name: "A-B", text: "1"), .init(name: "_A1", text: "1")] } == [
                "executable.environment: A-B cannot be the name of a variable, or its value has a zero byte."
            ])
        #expect(
            try texts { $0.arguments = ["a", "b\u{0}"] } == [
                "executable.arguments[1] has a zero byte, which no argument can have."
            ])
    }

    @Test("a text that is given has no place, and a place that cannot be read as one is a reason")
    func places() throws {
        let refused = Obstacle(.notAllowed, ["executable", "location"], "{path}: not from there.")
        #expect(try script { _ in }.source() == nil)
        #expect(try script { _ in }.obstaclesOfPlace { _ in refused } == [])
        let placed = try script {
            $0.script = nil
            $0.location = "https://a.example/x.py"
        }
        #expect(try placed.source()?.copies.map(\.url) == ["https://a.example/x.py"])
        #expect(placed.obstaclesOfPlace { _ in nil } == [])
        #expect(placed.obstaclesOfPlace { _ in refused } == [refused])
        let unreadable = try script {
            $0.script = nil
            $0.location = "ftp://a.example/x.py"
        }
        #expect(unreadable.obstaclesOfPlace { _ in nil }.map(\.path) == [["executable", "location"]])
    }
}
