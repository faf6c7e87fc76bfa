import Glibc

/// Files and folders of this machine, as far as a catalogue needs them.
package enum LocalFolder {
    /// Files that are looked at below one folder, and how deep.
    static let mostFiles = 2000
    static let deepest = 6

    /// Names in a folder, sorted; hidden ones are left out.
    ///
    /// - Throws: `cannotRead`.
    static func names(in folder: String) throws(SoftwareError) -> [String] {
        guard let directory = opendir(folder) else {
            throw failure("The folder \(folder) of the catalogue cannot be read.", folder)
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

    static func isFile(_ path: String) -> Bool { mode(path) == S_IFREG }
    static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

    private static func mode(_ path: String) -> mode_t? {
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
    }

    /// Paths of the files below a folder, relative to it; links to folders are not followed.
    ///
    /// - Parameter isWhole: false looks at nothing, for a folder that holds many things.
    package static func files(below folder: some StringProtocol, isWhole: Bool = true) -> [String] {
        guard isWhole else { return [] }
        var root = String(folder)
        while root.hasSuffix("/") { root.removeLast() }
        var files: [String] = []
        var waiting = [""]
        while let next = waiting.popLast(), files.count < mostFiles {
            guard let names = try? names(in: next.isEmpty ? root : "\(root)/\(next)") else { continue }
            for name in names {
                let path = next.isEmpty ? name : "\(next)/\(name)"
                var status = stat()
                guard lstat("\(root)/\(path)", &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    if path.split(separator: "/").count < deepest { waiting.append(path) }
                } else {
                    files.append(path)
                }
            }
        }
        return files.sorted()
    }

    /// All bytes of a file.
    ///
    /// - Throws: `cannotRead`, `tooLarge`.
    static func read(_ path: String, most: Int) throws(SoftwareError) -> [UInt8] {
        guard isFile(path), let file = fopen(path, "re") else { throw failure("\(path) cannot be read.", path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var block = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&block, 1, block.count, file)
            if count == 0 { break }
            bytes += block[..<count]
            if bytes.count > most {
                throw SoftwareError(
                    .tooLarge, "\(path) has more than \(most) bytes, the most that are read.", subject: path)
            }
        }
        if ferror(file) != 0 { throw failure("\(path) cannot be read.", path) }
        return bytes
    }

    private static func failure(_ message: String, _ path: String) -> SoftwareError {
        SoftwareError(.cannotRead, message, subject: path, cause: errno == 0 ? nil : String(cString: strerror(errno)))
    }
}
