import BerthHost
import Foundation
import Testing

@testable import berth

/// The program itself, as its users start it. One after the other: Foundation's `Process` crashes now and then where
/// several are started at the same time.
@Suite(.serialized) struct SignalsSystemTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The program that was built beside the tests.
    private static func program() throws -> URL {
        let built = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        return URL(fileURLWithPath: built).deletingLastPathComponent().appendingPathComponent("berth")
    }

    /// Starts the program.
    private func start(_ words: [String], input: Pipe? = nil) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        let output = Pipe()
        process.executableURL = try Self.program()
        process.arguments = words
        process.environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = input ?? FileHandle.nullDevice
        try process.run()
        return (process, output.fileHandleForReading)
    }

    @Test(arguments: [SIGTERM, SIGINT])
    func aServiceThatIsToldToStopEndsWell(_ signal: Int32) throws {
        let (process, output) = try start(["serve", "--listen", "127.0.0.1:0", "--engine", "/none.sock"])
        let line = String(decoding: output.availableData, as: UTF8.self)
        #expect(line.hasPrefix("Berth listens on http://127.0.0.1:"))
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == ExitCode.success.value)
    }

    /// Both signals are there when it looks: it is the lower one that is handed out first.
    @Test func hangingUpIsNoEnd() throws {
        let (process, output) = try start(["serve", "--listen", "127.0.0.1:0", "--engine", "/none.sock"])
        _ = output.availableData
        kill(process.processIdentifier, SIGHUP)
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .exit)
        #expect(process.terminationStatus == ExitCode.success.value)
    }

    /// Nobody has asked for the signal: the program ends at once, and tells which it was.
    @Test(arguments: [(SIGTERM, ExitCode.terminated), (SIGINT, ExitCode.interrupted)])
    func aCommandThatWaitsEndsAtOnce(_ signal: Int32, _ code: ExitCode) throws {
        let input = Pipe()
        let (process, _) = try start(["check", "-"], input: input)
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        // Before it has begun to wait for signals it is the system that ends it.
        let isBySystem = process.terminationReason == .uncaughtSignal && process.terminationStatus == signal
        #expect(isBySystem || process.terminationStatus == code.value)
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
        let (process, output) = try start(["config", "show"])
        try output.close()
        process.waitUntilExit()
        // It may have written all of it before.
        #expect([ExitCode.nobodyReads.value, 0].contains(process.terminationStatus))
    }
}
