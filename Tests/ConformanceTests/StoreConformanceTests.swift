import BerthBroker
import BerthStorage
import ConformanceKit
import Glibc
import Testing

/// Every store that the program can be given, held against the one contract. A new store is one more candidate.
@Suite struct StoreConformanceTests {
    struct Candidate: Sendable, CustomStringConvertible {
        var description: String
        /// Makes a new, empty store in a folder of its own.
        var make: @Sendable (_ folder: String) throws -> any Store
    }

    static let candidates = [
        Candidate(description: "memory") { _ in MemoryStore() },
        Candidate(description: "SQLite") { folder in try SQLiteStore(path: folder + "/store.db") },
    ]

    @Test(arguments: candidates, StoreConformance.rules)
    func keepsTheRule(_ candidate: Candidate, _ rule: StoreConformance.Rule) async throws {
        let folder = try TemporaryFolder()
        let store = try candidate.make(folder.path)
        #expect(await rule.violations(by: store) == [])
        await store.close()
    }
}

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/berth-conformance-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError(.cannotOpen, "no temporary folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { unlink(path + "/" + name) }
            }
            closedir(folder)
        }
        rmdir(path)
    }
}
