import Glibc

/// A folder with source code, as far as its description needs it.
struct SourceFolder: Sendable {
    var folder: String
    /// The codemeta.json that is there already.
    var description: String?

    /// - Parameter path: the folder, or a codemeta.json in it.
    /// - Throws: `cannotRead`.
    init(_ path: String) throws(ProgramError) {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ProgramError(
                .cannotRead, "There is no \(path); name a folder or a codemeta.json.", subject: path,
                cause: String(cString: strerror(errno)))
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            folder = path
            let file = path.hasSuffix("/") ? path + "codemeta.json" : path + "/codemeta.json"
            description = LocalFile.exists(file) ? file : nil
        } else {
            description = path
            folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
            if folder.isEmpty { folder = "/" }
        }
    }

    /// The name of the folder.
    var name: String {
        guard let path = LocalFile.resolved(folder) else { return folder }
        return path.split(separator: "/").last.map(String.init) ?? "software"
    }

    func name(of file: String) -> String { file.hasPrefix("./") ? String(file.dropFirst(2)) : file }

    /// Where git fetches from: the address of `origin`, as the web has it.
    var repository: String? {
        guard let bytes = try? LocalFile.read("\(folder)/.git/config") else { return nil }
        return Self.origin(String(decoding: bytes, as: UTF8.self))
    }

    static func origin(_ configuration: String) -> String? {
        var isOrigin = false
        for line in configuration.split(separator: "\n") {
            let text = line.drop { $0 == " " || $0 == "\t" }
            if text.hasPrefix("[") { isOrigin = text.hasPrefix("[remote \"origin\"]") }
            guard isOrigin, text.hasPrefix("url"), let equals = text.firstIndex(of: "=") else { continue }
            let url = String(text[text.index(after: equals)...].drop { $0 == " " })
            guard url.hasPrefix("git@"), let colon = url.firstIndex(of: ":") else { return url }
            return "https://\(url[..<colon].dropFirst(4))/\(url[url.index(after: colon)...])"
        }
        return nil
    }
}
