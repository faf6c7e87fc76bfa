import BerthPlatform
import Glibc
import Testing

/// A directory of a test, deleted when it is let go.
final class Scratch: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/berth-host-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit { Files.remove(path) }

    func directory(_ name: String) throws -> String {
        try Files.makeDirectory(path + "/" + name)
        return path + "/" + name
    }

    func text(_ name: String) -> String {
        String(decoding: (try? Files.read(path + "/" + name, from: 0, limit: 1 << 20)) ?? [], as: UTF8.self)
    }
}
