import BerthBroker
import Glibc

/// A folder that goes with its owner.
final class TemporaryFolder: Sendable {
    let path: String

    init() throws {
        var template = Array("/tmp/berth-storage-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError(.cannotOpen, "no temporary folder") }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        if let folder = opendir(path) {
            while let entry = readdir(folder) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name != ".", name != ".." { remove(path + "/" + name) }
            }
            closedir(folder)
        }
        rmdir(path)
    }

    func has(_ name: String) -> Bool { access(path + "/" + name, F_OK) == 0 }

    func write(_ bytes: [UInt8], to name: String) throws {
        let file = open(path + "/" + name, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        defer { close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw StoreError(.failed, "not written") }
    }

    func read(_ name: String) throws -> [UInt8] {
        let file = open(path + "/" + name, O_RDONLY)
        defer { close(file) }
        var content: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Glibc.read(file, &part, part.count)
            if count < 0 { throw StoreError(.failed, "not read") }
            if count == 0 { return content }
            content += part[..<count]
        }
    }
}
