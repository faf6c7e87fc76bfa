import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct CommandTests {
    private func shell(_ script: String) -> Command { Command(["sh", "-c", script]) }

    @Test("what a program says comes with its exit code", arguments: [0, 1, 42])
    func says(_ code: Int32) async throws {
        let said = try await shell("echo out; echo err >&2; exit \(code)").run()
        #expect(said == Command.Output(code: code, output: Array("out\n".utf8), error: Array("err\n".utf8)))
    }

    @Test("a program that a signal ended has 128 and its number")
    func signals() async throws {
        #expect(try await shell("kill -9 $$").run().code == 137)
    }

    @Test("what it reads comes whole, also when it says much at the same time")
    func reads() async throws {
        var command = Command(["cat"])
        command.input = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0) }
        let said = try await command.run()
        #expect(said.output == command.input)
        #expect(try await Command(["cat"]).run().output.isEmpty)
    }

    @Test("a program that reads nothing does not wait for ever")
    func reads_nothing() async throws {
        var command = Command(["true"])
        command.input = [UInt8](repeating: 7, count: 1 << 20)
        #expect(try await command.run().code == 0)
    }

    @Test("it has the environment that it is given, and nothing else")
    func environment() async throws {
        let said = try await Command(["env"], environment: ["PATH": "/usr/bin:/bin", "A": "b"]).run()
        #expect(said.text.split(separator: "\n").sorted() == ["A=b", "PATH=/usr/bin:/bin"])
    }

    @Test("it runs where it is told to")
    func directory() async throws {
        var command = Command(["pwd"])
        command.directory = "/usr"
        #expect(try await command.run().text == "/usr\n")
    }

    @Test("a program that is nowhere is told")
    func absent() async {
        await #expect(throws: PlatformError.self) { try await Command(["no-such-program"]).run() }
        do {
            _ = try await Command(["/no/such/program"]).run()
            Issue.record("it runs")
        } catch {
            #expect(error.code == .notFound)
            #expect(error.message == "There is no program /no/such/program on this machine.")
        }
    }

    @Test("one that takes too long is killed, with what it started")
    func takesTooLong() async {
        var command = shell("sleep 600 & echo $!; wait")
        command.seconds = 1
        let clock = ContinuousClock()
        let begin = clock.now
        do {
            _ = try await command.run()
            Issue.record("it ends")
        } catch {
            #expect(error.code == .overLimit)
            #expect(error.message == "sh did not end within 1 seconds.")
        }
        #expect(clock.now - begin < .seconds(300))
    }

    @Test("a cancelled task ends it")
    func cancelled() async {
        let task = Task { () -> PlatformError.Code? in
            do throws(PlatformError) {
                _ = try await shell("sleep 600").run()
                return nil
            } catch {
                return error.code
            }
        }
        task.cancel()
        #expect(await task.value == .cancelled)
    }

    @Test("one that says too much is killed", arguments: [1 << 16, (1 << 16) + 1])
    func saysMuch(_ bytes: Int) async {
        var command = shell("head -c \(bytes) /dev/zero")
        command.outputBytes = 1 << 16
        do {
            #expect(try await command.run().output.count == bytes)
            #expect(bytes == 1 << 16)
        } catch {
            #expect(error.code == .overLimit)
            #expect(bytes > 1 << 16)
        }
    }

    @Test("what it leaves behind does not keep its end")
    func leavesBehind() async throws {
        let clock = ContinuousClock()
        let begin = clock.now
        #expect(try await shell("sleep 600 & echo done").run().text == "done\n")
        #expect(clock.now - begin < .seconds(300))
    }
}
