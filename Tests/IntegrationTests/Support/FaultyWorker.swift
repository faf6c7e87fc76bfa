import ConformanceKit
import Foundation

/// An interpreter in whose place it stands: it counts the requests to a worker, also to the next one, hands on all but
/// one, and at that one the worker is killed.
struct FaultyWorker: Sendable {
    private let directory: String
    let program: String

    init(failing number: Int, _ loss: CallFaults.Loss) throws {
        directory = NSTemporaryDirectory() + "berth-faulty-\(UUID().uuidString)"
        program = directory + "/python"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        let text = """
            #!/bin/sh
            exec '\(TestPlugin.python)' '\(TestPlugin.root)/Tests/Python/faulty_worker.py' '\(directory)' \(number) \
            \(loss == .answer ? "answer" : "request") "$@"

            """
        try text.write(toFile: program, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
    }

    var didFail: Bool { FileManager.default.fileExists(atPath: directory + "/failed") }

    func delete() { try? FileManager.default.removeItem(atPath: directory) }
}
