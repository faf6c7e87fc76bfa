import BerthPlatform
import Glibc
import Testing

@testable import BerthHost

@Suite struct HostedProgramTests {
    /// A program of `sh` with its directories.
    private final class Run {
        let scratch: Scratch
        let mark: String
        var state: String { scratch.path + "/state" }

        init(_ script: String, logBytes: Int64 = 1 << 20) throws {
            scratch = try Scratch()
            mark = "test-\(scratch.path)"
            for name in ["state", "logs", "work"] { _ = try scratch.directory(name) }
            try start(script, logBytes: logBytes)
        }

        func start(_ script: String, logBytes: Int64 = 1 << 20) throws {
            let program = HostedProgram(
                ["sh", "-c", script], environment: Command.plainEnvironment, directory: scratch.path + "/work",
                logBytes: logBytes)
            try program.start(state: state, logs: scratch.path + "/logs", mark: mark)
        }

        func ended() async throws -> HostedProgram.State {
            for _ in 0..<2000 {
                let now = HostedProgram.state(in: state)
                if now != .running { return now }
                try await Task.sleep(for: .milliseconds(10))
            }
            return .running
        }

        func until(_ name: String, holds text: String) async throws {
            for _ in 0..<2000 where scratch.text(name) != text { try await Task.sleep(for: .milliseconds(10)) }
            try #require(scratch.text(name) == text)
        }

        deinit { for pid in ProgramMark.processes(mark) { kill(pid, SIGKILL) } }
    }

    @Test("it runs to its end, and how it ended can be told", arguments: [0, 1, 42])
    func ends(_ code: Int64) async throws {
        let run = try Run("pwd; echo err >&2; exit \(code)")
        #expect(try await run.ended() == .ended(code))
        #expect(run.scratch.text("logs/stdout") == run.scratch.path + "/work\n")
        #expect(run.scratch.text("logs/stderr") == "err\n")
    }

    @Test("what it writes is in the file while it runs")
    func writes() async throws {
        let run = try Run("echo one; read line <\(try Scratch().path)/none; sleep 600")
        try await run.until("logs/stdout", holds: "one\n")
        #expect(HostedProgram.state(in: run.state) == .running)
        await HostedProgram.stop(in: run.state, mark: run.mark, graceSeconds: 5)
        #expect(try await run.ended() == .ended(143))
        #expect(ProgramMark.processes(run.mark).isEmpty)
    }

    @Test("started again it runs once")
    func once() async throws {
        let run = try Run("echo x; sleep 0.2")
        for _ in 0..<5 { try run.start("echo x; sleep 0.2") }
        #expect(try await run.ended() == .ended(0))
        try run.start("echo y")
        #expect(run.scratch.text("logs/stdout") == "x\n")
    }

    @Test("of a long output the begin is kept, and a note")
    func long() async throws {
        let run = try Run("printf 12345678; echo done >&2", logBytes: 4)
        #expect(try await run.ended() == .ended(0))
        #expect(run.scratch.text("logs/stdout") == "1234\n[Only the first 4 bytes of this output are kept.]\n")
        let exact = try Run("printf 1234", logBytes: 4)
        #expect(try await exact.ended() == .ended(0))
        #expect(exact.scratch.text("logs/stdout") == "1234")
    }

    @Test("one that does not want to end is killed, with what it started in sessions of their own")
    func stubborn() async throws {
        let run = try Run("trap '' TERM; setsid sleep 600 & echo begun; while :; do sleep 1; done")
        try await run.until("logs/stdout", holds: "begun\n")
        await HostedProgram.stop(in: run.state, mark: run.mark, graceSeconds: 0)
        #expect(try await run.ended() == .ended(137))
        #expect(ProgramMark.processes(run.mark).isEmpty)
    }

    @Test("what it leaves behind in its group does not keep its end")
    func leavesBehind() async throws {
        let run = try Run("sleep 600 & echo done")
        #expect(try await run.ended() == .ended(0))
        #expect(run.scratch.text("logs/stdout") == "done\n")
    }

    @Test("one whose shell was killed is lost")
    func lost() async throws {
        let run = try Run("echo begun; sleep 600")
        try await run.until("logs/stdout", holds: "begun\n")
        let shell = try #require(run.scratch.text("state/pid").split(separator: " ").first.flatMap { pid_t($0) })
        kill(-shell, SIGKILL)
        #expect(try await run.ended() == .lost)
    }

    @Test("stopped in the moment of its start it does not run on")
    func atOnce() async throws {
        let run = try Run("sleep 600")
        await HostedProgram.stop(in: run.state, mark: run.mark, graceSeconds: 0)
        // On a machine that does too much the shell has not yet begun, and is what is killed.
        #expect([.ended(137), .lost, .absent].contains(try await run.ended()))
        #expect(ProgramMark.processes(run.mark).isEmpty)
    }

    @Test("a program that is nowhere is told, and nothing has begun")
    func absent() throws {
        let scratch = try Scratch()
        let state = try scratch.directory("state")
        let program = HostedProgram(
            ["no-such-program"], environment: Command.plainEnvironment, directory: "/", logBytes: 1)
        #expect(throws: PlatformError.self) { try program.start(state: state, logs: state, mark: "none") }
        #expect(HostedProgram.state(in: state) == .absent)
    }
}
