import Foundation
import Testing

@testable import berth

/// The program itself, as its users start it.
struct SignalsSystemTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Starts the program that was built beside the tests.
    private func start(_ words: [String], input: Pipe? = nil) throws -> (process: Process, output: FileHandle) {
        let process = Process()
        let output = Pipe()
        let built = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        process.executableURL = URL(fileURLWithPath: built).deletingLastPathComponent().appendingPathComponent("berth")
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

    @Test func outputThatNobodyReads() throws {
        let (process, output) = try start(["config", "show"])
        try output.close()
        process.waitUntilExit()
        // It may have written all of it before.
        #expect([ExitCode.nobodyReads.value, 0].contains(process.terminationStatus))
    }
}
