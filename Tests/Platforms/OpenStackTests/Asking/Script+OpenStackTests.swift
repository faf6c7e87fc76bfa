import BerthData
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct ScriptOpenStackTests {
    private func texts(_ change: (inout PythonProgram) -> Void) -> [String] {
        var program = PythonProgram()
        program.script = "print()"
        change(&program)
        let obstacles = Script(.pythonProgram(program), python: "python3")?.obstacles(bytes: 10) ?? []
        return obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func reasonsAgainst() {
        #expect(texts { _ in } == [])
        #expect(texts { $0.requirements = ["numpy==2.0", "astropy"] } == [])
        #expect(
            texts { $0.script = "print(12345)" } == [
                "executable.script: the script has 12 bytes, 10 are the most; location can name a longer one's place."
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

    @Test("a text that is fetched has to be there, and not to be too long")
    func fetched() async throws {
        let stager = Stager(
            limits: StagingLimits(
                maximumBytes: 1000, maximumSeconds: 5, addresses: AddressRule(settings: ["127.0.0.0/8"])))
        let server = try HTTPServer(HTTPServerSettings()) { request in
            request.path == "/x.py"
                ? HTTPResponse(.ok, contentType: "text/plain", body: Array("print(1)".utf8)) : HTTPResponse(.notFound)
        }
        let origin = "http://127.0.0.1:\(server.port)"
        func sentence(_ location: String, bytes: Int64) async -> String? {
            var program = PythonProgram()
            program.location = location
            let obstacle = await Script(.pythonProgram(program), python: "python3")?
                .obstacle(fetchedBy: stager, bytes: bytes)
            return obstacle?.message(at: Instant(seconds: 0), from: nil).message
        }
        #expect(await sentence(origin + "/x.py", bytes: 8) == nil)
        #expect(
            await sentence(origin + "/x.py", bytes: 7)
                == "executable.location: the script has 8 bytes, 7 are the most.")
        let missing = try #require(await sentence(origin + "/y.py", bytes: 8))
        #expect(missing.hasPrefix("executable.location: ") && missing.contains("404"))
        #expect(await sentence("file:///etc/passwd", bytes: 1) == nil)
        await server.stop()
    }
}
