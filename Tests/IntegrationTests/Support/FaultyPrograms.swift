import ConformanceKit
import Foundation

/// Programs in place of those of an engine: they count their calls together, hand on all but one, and that one fails.
struct FaultyPrograms: Sendable {
    let directory: String

    /// - Parameters:
    ///   - programs: names, each with the program that does what is asked.
    ///   - message: what the call that fails writes.
    init(_ programs: [String: String], failing number: Int, _ loss: CallFaults.Loss, message: String) throws {
        directory = NSTemporaryDirectory() + "berth-faulty-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        for (name, program) in programs {
            let text = """
                #!/bin/sh
                n=$(flock '\(directory)/lock' sh -c '\(Self.next)' '\(directory)/count')
                [ "$n" = \(number) ] || exec '\(program)' "$@"
                : >'\(directory)/failed'
                \(loss == .answer ? "'\(program)' \"$@\" >/dev/null 2>&1" : ":")
                echo '\(message)' >&2
                exit 1

                """
            let file = directory + "/" + name
            try text.write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        }
    }

    /// Counts up by one in a file, and says how far.
    private static let next = #"n=$(($(cat "$0" 2>/dev/null || echo 0) + 1)); echo $n >"$0"; echo $n"#

    func path(_ name: String) -> String { directory + "/" + name }

    var didFail: Bool { FileManager.default.fileExists(atPath: directory + "/failed") }

    func delete() { try? FileManager.default.removeItem(atPath: directory) }
}
