import Foundation
import Synchronization
import Testing

/// A part of a document that is made from the sources, between marks that say so.
struct GeneratedBlock {
    /// Two tests may write parts of one document.
    private static let writing = Mutex(())

    private let file: URL
    private let name: String

    init(of document: String, _ name: String) {
        var root = URL(fileURLWithPath: #filePath)
        for _ in 0..<4 { root.deleteLastPathComponent() }
        file = root.appendingPathComponent(document)
        self.name = name
    }

    /// Whether the part is what it should be; written first when `scripts/generate` runs the test.
    func isSame(as made: String) throws -> Bool {
        try Self.writing.withLock { _ in
            let text = try String(contentsOf: file, encoding: .utf8)
            let begin = text.range(of: "<!-- begin \(name): made by scripts/generate -->\n")
            let end = text.range(of: "<!-- end \(name) -->")
            let range = try #require(begin?.upperBound)..<(try #require(end?.lowerBound))
            guard ProcessInfo.processInfo.environment["BERTH_GENERATE"] != nil else { return text[range] == made }
            try text.replacingCharacters(in: range, with: made).write(to: file, atomically: true, encoding: .utf8)
            return true
        }
    }
}
