import Glibc

/// Files of this machine, whole.
enum LocalFile {
    /// Larger ones are refused: no task and no configuration is so long.
    static let largestBytes = 1 << 20

    /// - Parameter path: `-` is the standard input.
    /// - Throws: `cannotRead`, `badInput` for a file that is too large.
    static func read(_ path: String, largest: Int = largestBytes) throws(ProgramError) -> [UInt8] {
        let isInput = path == "-"
        let descriptor = isInput ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
        let name = isInput ? "the standard input" : path
        guard descriptor >= 0 else { throw failure(.cannotRead, "Cannot read \(name).", path) }
        defer { if !isInput { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count == 0 { return bytes }
            if count < 0 {
                if errno == EINTR { continue }
                throw failure(.cannotRead, "Cannot read \(name).", path)
            }
            bytes += buffer[..<count]
            if bytes.count > largest {
                throw ProgramError(
                    .badInput, "\(name) has more than \(largest) bytes, the most that are read.", subject: path)
            }
        }
    }

    /// The path from the root on.
    ///
    /// - Throws: `cannotRead` when nobody knows where the program is.
    static func absolute(_ path: String) throws(ProgramError) -> String {
        if path.hasPrefix("/") { return path }
        guard let here = getcwd(nil, 0) else { throw failure(.cannotRead, "The current folder is not there.", path) }
        defer { free(here) }
        let folder = String(cString: here)
        return folder == "/" ? "/\(path)" : "\(folder)/\(path)"
    }

    /// The path from the root on, without links; nil where nothing is.
    static func resolved(_ path: String) -> String? {
        guard let resolved = realpath(path, nil) else { return nil }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Whether nothing is there for sure: what somebody else may read counts as there.
    static func isMissing(_ path: String) -> Bool {
        access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR)
    }

    /// Writes a file whole or not at all, readable by its owner only unless said otherwise.
    ///
    /// - Throws: `cannotWrite`.
    static func write(_ bytes: [UInt8], to path: String, mode: mode_t = 0o600) throws(ProgramError) {
        let draft = path + ".\(getpid())"
        let descriptor = open(draft, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw failure(.cannotWrite, "Cannot write \(path).", path) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count <= 0 {
                let error = failure(.cannotWrite, "Cannot write \(path).", path)
                close(descriptor)
                unlink(draft)
                throw error
            }
            rest = rest.dropFirst(count)
        }
        close(descriptor)
        if rename(draft, path) != 0 {
            let error = failure(.cannotWrite, "Cannot write \(path).", path)
            unlink(draft)
            throw error
        }
    }

    /// Takes a file away; one that is not there is fine.
    static func remove(_ path: String) { unlink(path) }

    /// Makes a folder and those above it, for its owner only.
    ///
    /// - Throws: `cannotWrite`.
    static func makeFolder(_ path: String) throws(ProgramError) {
        var made = ""
        for part in path.split(separator: "/", omittingEmptySubsequences: false) {
            made += made.isEmpty && part.isEmpty ? "/" : made.isEmpty || made.hasSuffix("/") ? String(part) : "/\(part)"
            if made.isEmpty || made.hasSuffix("/") || mkdir(made, 0o700) == 0 || errno == EEXIST { continue }
            // A folder that is there may be in a place that cannot be written.
            if exists(made) { continue }
            throw failure(.cannotWrite, "Cannot make the folder \(path).", path)
        }
        var status = stat()
        guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
            throw ProgramError(.cannotWrite, "\(path) is not a folder; name another.", subject: path)
        }
    }

    private static func failure(_ code: ProgramError.Code, _ message: String, _ path: String) -> ProgramError {
        ProgramError(code, message, subject: path, cause: String(cString: strerror(errno)))
    }
}
