import Glibc

/// The files of the repository that these tests are part of, as they stand in the work tree.
enum Repository {
    struct Failure: Error {
        var path: String
        var reason: String
    }

    static let root: String = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")

    /// What is built, fetched or kept by tools: never committed, see `.gitignore`.
    private static let ignored: Set<String> = [".git", ".swiftpm", "__pycache__"]

    /// Every file, sorted by path, relative to the root.
    static let paths: [String] = {
        var paths: [String] = []
        var folders = [""]
        while let folder = folders.popLast() {
            guard let directory = opendir(root + "/" + folder) else { continue }
            defer { closedir(directory) }
            while let entry = readdir(directory) {
                let name = withUnsafePointer(to: &entry.pointee.d_name) {
                    $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
                }
                if name == "." || name == ".." || ignored.contains(name) { continue }
                if name.hasPrefix(".build") || name.hasSuffix(".swp") { continue }
                let path = folder.isEmpty ? name : folder + "/" + name
                if isFolder(path) { folders.append(path) } else { paths.append(path) }
            }
        }
        return paths.sorted()
    }()

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return stat(root + "/" + path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    static func exists(_ path: String) -> Bool { access(root + "/" + path, F_OK) == 0 }

    static func read(_ path: String) throws -> [UInt8] {
        guard let file = fopen(root + "/" + path, "r") else { throw Failure(path: path, reason: "cannot be opened") }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            if count == 0 { return bytes }
            bytes.append(contentsOf: chunk[..<count])
        }
    }

    static func text(_ path: String) throws -> String { String(decoding: try read(path), as: UTF8.self) }

    static func write(_ path: String, _ text: String) throws {
        guard let file = fopen(root + "/" + path, "w") else { throw Failure(path: path, reason: "cannot be written") }
        let bytes = Array(text.utf8)
        let count = fwrite(bytes, 1, bytes.count, file)
        guard fclose(file) == 0, count == bytes.count else { throw Failure(path: path, reason: "was cut short") }
    }

    /// Whether `scripts/generate` asks to write the files in place of comparing them.
    static let isGenerating: Bool = getenv("BERTH_GENERATE").map { String(cString: $0) == "1" } ?? false

    /// Every Swift file, read once.
    static let sources: Result<[SwiftSource], any Error> = Result {
        try paths.filter { $0.hasSuffix(".swift") }.map { SwiftSource($0, try text($0)) }
    }
}
