import Glibc

/// The few things that platforms do with files and directories of a session.
package enum Files {
    /// Makes a directory and those above it. Done when it is there.
    package static func makeDirectory(_ path: String, mode: UInt32 = 0o700) throws(PlatformError) {
        var made = ""
        for part in path.split(separator: "/") {
            made += "/" + part
            if mkdir(made, 0o700) != 0 && errno != EEXIST { throw .file(made, "made") }
        }
        if mode != 0o700 && chmod(path, mode) != 0 { throw .file(path, "opened for the container") }
    }

    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Zero when there is none.
    package static func size(_ path: String) -> Int64 {
        var status = stat()
        return stat(path, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Seconds since a file or directory was last changed; very many when there is none.
    package static func secondsSinceChange(of path: String) -> Int64 {
        var status = stat()
        var now = timespec()
        guard stat(path, &status) == 0, clock_gettime(CLOCK_REALTIME, &now) == 0 else { return .max }
        return Int64(now.tv_sec) - Int64(status.st_mtim.tv_sec)
    }

    /// Writes a file under another name until it is whole and on the disk.
    package static func write(_ bytes: [UInt8], to path: String) throws(PlatformError) {
        let part = path + ".part"
        let descriptor = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .file(part, "written") }
        defer { close(descriptor) }
        var place = 0
        while place < bytes.count {
            let count = bytes[place...].withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(part, "written") }
            place += count
        }
        if fsync(descriptor) != 0 || rename(part, path) != 0 { throw .file(path, "written") }
    }

    /// Makes a symbolic link. Done when something of that name is there.
    package static func link(_ target: String, at path: String) throws(PlatformError) {
        if symlink(target, path) != 0 && errno != EEXIST { throw .file(path, "made") }
    }

    package static func touch(_ path: String) throws(PlatformError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .file(path, "written") }
        fsync(descriptor)
        close(descriptor)
    }

    /// At most `limit` bytes from an offset on; none when there is no file.
    ///
    /// - Parameter followsLink: only for a file that an administrator named.
    /// - Throws: `broken` for what is no ordinary file, too: work can put a link or a pipe where its output was, and
    ///   neither is followed or waited for.
    package static func read(
        _ path: String, from offset: Int64, limit: Int, followsLink: Bool = false
    ) throws(PlatformError) -> [UInt8] {
        let descriptor = open(
            path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | (followsLink ? 0 : O_NOFOLLOW))
        if descriptor < 0 {
            if errno == ENOENT { return [] }
            throw .file(path, "read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { throw .file(path, "read") }
        let left = max(0, Int64(status.st_size) - offset)
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(min(left, Int64(limit)))) { buffer, filled in
            count = max(-1, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
            filled = max(0, count)
        }
        if count < 0 { throw .file(path, "read") }
        return bytes
    }

    /// Bytes that are copied before others get their turn, and before a cancel is looked for.
    private static let pieceBytes = 16 << 20

    /// Copies an open file under another name until it is whole. Done when it is there.
    ///
    /// - Parameters:
    ///   - name: what the file is called in messages.
    ///   - part: its name until it is whole, in the same file system.
    /// - Throws: `overLimit`, `cancelled`, `broken`.
    package static func copy(
        _ source: Int32, called name: String, to target: String, by part: String, maximumBytes: Int64
    ) async throws(PlatformError) -> Int64 {
        if exists(target) { return size(target) }
        var status = stat()
        if fstat(source, &status) != 0 { throw .file(name, "read") }
        let bytes = Int64(status.st_size)
        if bytes > maximumBytes {
            throw PlatformError(.overLimit, "\(name) has \(bytes) bytes; \(maximumBytes) are allowed.", subject: name)
        }
        let to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if to < 0 { throw .file(part, "written") }
        defer { close(to) }
        var place = off_t(0)
        while place < bytes {
            if Task.isCancelled { throw PlatformError(.cancelled, "Copying \(name) was cancelled.", subject: name) }
            let count = sendfile(to, source, &place, min(Int(bytes - Int64(place)), pieceBytes))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(part, "written") }
            if count == 0 { break }
            await Task.yield()
        }
        if fsync(to) != 0 || rename(part, target) != 0 { throw .file(target, "written") }
        return Int64(place)
    }
}

extension PlatformError {
    /// A call to the file system that failed, with what it set `errno` to.
    package static func file(_ path: String, _ done: String) -> PlatformError {
        let cause = String(cString: strerror(errno))
        return PlatformError(
            .broken, "A file of the session cannot be \(done); is there room, and may the broker write there?",
            subject: path, detail: "\(path): \(cause)")
    }
}
