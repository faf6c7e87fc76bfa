import Foundation
import Testing

@testable import BerthHost
@testable import berth

/// The program itself, as its users start it.
@Suite(.serialized) struct SignalsSystemTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The program that was built beside the tests.
    private static func program() throws -> URL {
        let built = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: built).deletingLastPathComponent().appendingPathComponent("berth")
    }

    /// A program that was started, not by Foundation's `Process`: that crashes now and then where many files are open.
    private struct Started {
        var number: pid_t
        var output: FileHandle

        enum End: Equatable { case exited(Int32), killed(Int32) }

        func end() -> End {
            var status: Int32 = 0
            while waitpid(number, &status, 0) < 0 && errno == EINTR {}
            return status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .killed(status & 0x7f)
        }
    }

    /// Starts the program.
    private func start(_ words: [String], input: FileHandle? = nil) throws -> Started {
        let output = Foundation.Pipe()
        let nothing = open("/dev/null", O_RDWR | O_CLOEXEC)
        defer { close(nothing) }
        let number = try Spawn.start(
            [try Self.program().path] + words, environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"],
            descriptors: (input?.fileDescriptor ?? nothing, output.fileHandleForWriting.fileDescriptor, nothing))
        try output.fileHandleForWriting.close()
        return Started(number: number, output: output.fileHandleForReading)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aServiceThatIsToldToStopEndsWell(_ signal: Int32) throws {
        let started = try start(["serve", "--listen", "127.0.0.1:0", "--engine", "/none.sock"])
        let line = String(decoding: started.output.availableData, as: UTF8.self)
        #expect(line.hasPrefix("Berth listens on http://127.0.0.1:"))
        kill(started.number, signal)
        #expect(started.end() == .exited(ExitCode.success.value))
    }

    /// Both signals are there when it looks: it is the lower one that is handed out first.
    @Test func hangingUpIsNoEnd() throws {
        let started = try start(["serve", "--listen", "127.0.0.1:0", "--engine", "/none.sock"])
        _ = started.output.availableData
        kill(started.number, SIGHUP)
        kill(started.number, SIGTERM)
        #expect(started.end() == .exited(ExitCode.success.value))
    }

    /// Nobody has asked for the signal: the program ends at once, and tells which it was.
    @Test(arguments: [(SIGTERM, ExitCode.terminated), (SIGINT, ExitCode.interrupted)])
    func aCommandThatWaitsEndsAtOnce(_ signal: Int32, _ code: ExitCode) throws {
        let input = Foundation.Pipe()
        let started = try start(["check", "-"], input: input.fileHandleForReading)
        kill(started.number, signal)
        let end = started.end()
        // Before it has begun to wait for signals it is the system that ends it.
        #expect(end == .killed(signal) || end == .exited(code.value))
        withExtendedLifetime(input) {}
    }

    /// The thread that asks is at work when the program ends: nothing must be taken from under it.
    @Test func whatEndsQuicklyDoesNotCrash() async throws {
        // Side by side, so that threads are late.
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for _ in 0..<4 { group.addTask { try await endsOfQuickCommands() } }
            for try await status in group { #expect(status == ExitCode.gone.value) }
        }
    }

    /// The code of some commands, one after the other, that all end with the same; else the first other.
    private func endsOfQuickCommands() async throws -> Int32 {
        let loop = """
            for each in 1 2 3 4 5 6 7 8 9 10 11 12; do "$0" show 1; code=$?; [ $code = $1 ] || exit $code; done
            exit $1
            """
        var shell = BerthHost.Command(
            ["/bin/sh", "-c", loop, try Self.program().path, "\(ExitCode.gone.value)"],
            environment: ["HOME": folder.path, "PATH": "/usr/bin:/bin"])
        shell.seconds = 120
        return try await shell.run().code
    }

    @Test func outputThatNobodyReads() throws {
        let started = try start(["config", "show"])
        try started.output.close()
        let end = started.end()
        // It may have written all of it before.
        #expect([.exited(ExitCode.nobodyReads.value), .exited(0)].contains(end), "\(end)")
    }
}
