import BerthDocument
import Foundation
import Synchronization
import Testing

/// A registry of its own in a directory of its own: DaCHS of the distribution, which publishes a broker by OAI-PMH and
/// can be searched by RegTAP (`Tests/Registry`).
///
/// A script starts it and ends it when its input does: that is also when the tests are killed.
final class TestRegistry: Sendable {
    /// A service as the searchable registry lists it.
    struct Listed: Sendable {
        var ivoid: String
        var url: String
        var securityMethods: [String] = []
        var authenticatedOnly = false
        var standardID = "ivo://ivoa.net/std/ExecutionBroker#v1.0"

        fileprivate var document: Document {
            [
                "ivoid": .text(ivoid), "title": .text("Broker \(ivoid)"), "url": .text(url),
                "standardID": .text(standardID), "securityMethods": .list(securityMethods.map { .text($0) }),
                "authenticatedOnly": .bool(authenticatedOnly),
            ]
        }
    }

    let port: Int
    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let turn = Mutex<Void>(())

    private static let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    static let programs = root + "/.build/registry"

    var tap: String { "http://127.0.0.1:\(port)/tap" }
    var oai: String { "http://127.0.0.1:\(port)/oai.xml" }

    /// - Parameter broker: URL of the service in the record that the registry publishes.
    init(publishing broker: String) throws {
        let directory = NSTemporaryDirectory() + "berth-dachs-\(getpid())-\(UInt32.random(in: 0...(.max)))"
        try #require(
            FileManager.default.fileExists(atPath: Self.programs + "/pristine"),
            "There is no \(Self.programs)/pristine; run scripts/setup test.")
        process.executableURL = URL(fileURLWithPath: "/usr/bin/python3")
        process.arguments = [
            Self.root + "/Tests/Registry/registry.py", "run", Self.programs + "/pristine", directory, broker,
        ]
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        let words = Self.line(output).split(separator: " ")
        try #require(words.first == "ready" && words.count == 2, "DaCHS does not come up; see \(directory)/dachs.log.")
        port = Int(words[1]) ?? 0
    }

    deinit { stop() }

    func stop() {
        guard process.isRunning else { return }
        // Brokers that were started meanwhile have the end of the pipe open, too.
        process.terminate()
        try? input.fileHandleForWriting.close()
        process.waitUntilExit()
    }

    /// Lists these services and no others.
    func list(_ services: [Listed]) throws {
        let line = try Document.list(services.map(\.document)).written(as: .json) + [UInt8(ascii: "\n")]
        try turn.withLock { _ in
            try input.fileHandleForWriting.write(contentsOf: Data(line))
            let answer = Self.line(output)
            try #require(answer == "took \(services.count)", "the registry says \(answer)")
        }
    }

    private static func line(_ pipe: Pipe) -> String {
        var line = ""
        while !line.contains("\n"), case let bytes = pipe.fileHandleForReading.availableData, !bytes.isEmpty {
            line += String(decoding: bytes, as: UTF8.self)
        }
        return line.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Runs a program of the Python of the tests, which has PyVO.
    static func python(_ program: String, _ arguments: [String] = []) async throws -> (status: Int32, output: String) {
        try await runProgram([programs + "/bin/python", "-c", program] + arguments)
    }
}
