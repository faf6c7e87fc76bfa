import Glibc

/// Files of the repository that the tests are part of.
enum RepositoryFiles {
    struct Failure: Error {
        var path: String
        var reason: String
    }

    static let root: String = {
        let steps = #filePath.split(separator: "/").dropLast(3)
        return "/" + steps.joined(separator: "/")
    }()

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(root + "/" + path, "r") else { throw Failure(path: path, reason: "cannot be opened") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return bytes
    }

    static func write(_ path: String, _ bytes: [UInt8]) throws {
        guard let file = fopen(root + "/" + path, "w") else { throw Failure(path: path, reason: "cannot be written") }
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw Failure(path: path, reason: "was cut short") }
    }

    /// The names in a folder, sorted.
    static func names(in folder: String) throws -> [String] {
        guard let directory = opendir(root + "/" + folder) else {
            throw Failure(path: folder, reason: "cannot be opened")
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }

    /// Whether `scripts/generate` asks to write the files in place of comparing them.
    static let isGenerating: Bool = getenv("BERTH_GENERATE").map { String(cString: $0) == "1" } ?? false
}
