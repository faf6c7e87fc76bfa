import BerthDocument
import BerthHTTP
import BerthModel
import Foundation

@testable import BerthSoftware

/// Files of the repository, and descriptions that tests make.
enum Sample {
    static let root: String = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    static let now = Instant("2030-01-31T12:00:00Z") ?? Instant(seconds: 0)

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: "\(root)/\(path)")))
    }

    static func codemeta(_ text: String) throws -> Codemeta { try Codemeta(Array(text.utf8), name: "codemeta.json") }

    /// A description with one executable of these members.
    static func plus(_ members: String, place: String = "targetProduct") throws -> Codemeta {
        try codemeta(
            """
            {"@type": "SoftwareSourceCode", "name": "Sample",
             "\(place)": [
              {"@id": "#run", "name": "Run it", "description": "Runs.",
               \(members)}]}
            """)
    }

    static func file(_ name: String, _ text: String, in folder: String) throws {
        let path = "\(folder)/\(name)"
        let parent = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
        try text.write(toFile: path, atomically: true, encoding: .utf8)
    }

    /// Runs with a folder that is gone afterwards.
    static func withFolder<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = NSTemporaryDirectory() + "berth-software-\(Foundation.UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }
}

extension SoftwareError {
    /// What a call was refused with.
    static func of<Value>(_ body: () async throws -> Value) async -> SoftwareError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? SoftwareError
        }
    }
}
