import BerthData
import BerthDocument
import BerthModel
import BerthPlatform
import Glibc
import Testing

@testable import BerthTasks

/// Documents in a directory of a test, deleted when it is let go.
final class WorkflowFolder: Sendable {
    let path: String

    init(_ documents: [String: String] = [:]) throws {
        var template = Array("/tmp/berth-workflows-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        for (name, text) in documents {
            let file = "\(path)/documents/\(name)"
            try Files.makeDirectory(file.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 })
            try Files.write(Array(text.utf8), to: file)
        }
    }

    deinit { Files.remove(path) }

    func url(_ name: String) -> String { "file://\(path)/documents/\(name)" }

    func reading(_ language: WorkflowLanguage, _ name: String, documents: Int = 8, bytes: Int64 = 1 << 20)
        -> WorkflowReading
    {
        WorkflowReading(
            fetcher: DocumentFetcher(
                limits: StagingLimits(maximumBytes: bytes, maximumSeconds: 5, addresses: AddressRule(allowed: [])),
                hostPaths: [path + "/documents"]),
            documents: documents, seconds: 300, language: language, address: WorkflowAddress(url(name)),
            directory: path + "/copies")
    }

    /// What documents in CWL say, or the sentences of why they cannot be read.
    func facts(_ name: String) async -> Result<CWLFacts, Sentences> {
        let reading = reading(.cwl, name)
        do throws(ReadingFault) {
            return .success(try CWLFacts(try await reading.fetched(), reading.address))
        } catch {
            return .failure(Sentences(error))
        }
    }
}

/// Sentences of a fault, with the rung of each.
struct Sentences: Error, Equatable {
    var all: [String]

    init(_ all: [String]) { self.all = all }

    init(_ fault: ReadingFault) {
        switch fault {
        case .silence(let error): all = ["silence: \(error)"]
        case .obstacles(let obstacles): all = obstacles.map(Sentences.text)
        }
    }

    static func text(_ obstacle: Obstacle) -> String {
        "\(obstacle.rung.name) \(obstacle.message(at: Instant(seconds: 0), from: nil).message ?? "")"
    }
}
