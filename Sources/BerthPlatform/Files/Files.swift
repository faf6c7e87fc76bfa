package import Glibc

/// The few things that platforms do with files and directories of a session.
package enum Files {
    /// Makes a directory and those above it. Done when it is there.
    package static func makeDirectory(_ path: String, mode: mode_t = 0o700) throws(PlatformError) {
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

    package static func touch(_ path: String) throws(PlatformError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw .file(path, "written") }
        fsync(descriptor)
        close(descriptor)
    }

    /// At most `limit` bytes from an offset on; none when there is no file.
    package static func read(_ path: String, from offset: Int64, limit: Int) throws(PlatformError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 {
            if errno == ENOENT { return [] }
            throw .file(path, "read")
        }
        defer { close(descriptor) }
        let left = max(0, size(path) - offset)
        var count = 0
        let bytes = [UInt8](unsafeUninitializedCapacity: Int(min(left, Int64(limit)))) { buffer, filled in
            count = max(-1, pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)))
            filled = max(0, count)
        }
        if count < 0 { throw .file(path, "read") }
        return bytes
    }

    /// Deletes a file or a directory with all that is in it; symbolic links are deleted and not followed.
    @discardableResult
    package static func remove(_ path: String) -> Bool {
        if unlink(path) == 0 || errno == ENOENT { return true }
        chmod(path, 0o700)
        let top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if top < 0 { return rmdir(path) == 0 || errno == ENOENT }
        defer { close(top) }
        var moved = 0
        // A program may nest directories deeper than any path can name: what is in them is moved up, level by level.
        while true {
            let children = names(of: top).filter { unlinkat(top, $0, 0) != 0 && errno != ENOENT }
            if children.isEmpty { break }
            for child in children {
                fchmodat(top, child, 0o700, 0)
                let directory = openat(top, child, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                if directory < 0 { return false }
                defer { close(directory) }
                for name in names(of: directory) where unlinkat(directory, name, 0) != 0 && errno != ENOENT {
                    // Moving a directory changes its entry for the one above, which takes the right to write in it.
                    fchmodat(directory, name, 0o700, 0)
                    repeat {
                        moved += 1
                        if renameat(directory, name, top, ".moved-\(moved)") == 0 { break }
                        // The program may have had the same idea for a name.
                    } while [EEXIST, ENOTEMPTY, ENOTDIR].contains(errno)
                    if faccessat(directory, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0 { return false }
                }
                if unlinkat(top, child, AT_REMOVEDIR) != 0 && errno != ENOENT { return false }
            }
        }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// The names in an open directory, in no order.
    private static func names(of directory: Int32) -> [String] {
        // Its own place in the directory: the descriptor keeps its.
        let descriptor = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0, let stream = fdopendir(descriptor) else { return [] }
        defer { closedir(stream) }
        return entries(stream)
    }

    private static func entries(_ stream: OpaquePointer) -> [String] {
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    /// Copies a file under another name until it is whole. Done when it is there.
    package static func copy(_ source: String, to target: String, maximumBytes: Int64) throws(PlatformError) -> Int64 {
        if exists(target) { return size(target) }
        let bytes = size(source)
        if bytes > maximumBytes {
            throw PlatformError(
                .overLimit, "\(source) has \(bytes) bytes; \(maximumBytes) are allowed.", subject: source)
        }
        let from = open(source, O_RDONLY | O_CLOEXEC)
        if from < 0 { throw .file(source, "read") }
        defer { close(from) }
        let part = target + ".part"
        let to = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o644)
        if to < 0 { throw .file(part, "written") }
        defer { close(to) }
        var left = bytes
        while left > 0 {
            let count = sendfile(to, from, nil, Int(min(left, 1 << 30)))
            if count < 0 && errno == EINTR { continue }
            if count < 0 { throw .file(part, "written") }
            if count == 0 { break }
            left -= Int64(count)
        }
        if fsync(to) != 0 || rename(part, target) != 0 { throw .file(target, "written") }
        return bytes - left
    }

    /// The names in a directory, sorted; none when it cannot be read.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        return entries(stream).sorted()
    }

    /// Bytes on the disk of everything in a directory; as many as there can be when some of it is nested deeper than a
    /// path can name, so that nothing hides there.
    package static func bytes(in directory: String) -> Int64 {
        var total: Int64 = 0
        for name in names(in: directory) {
            let path = directory + "/" + name
            var status = stat()
            if lstat(path, &status) != 0 {
                if errno == ENAMETOOLONG { return .max }
                continue
            }
            let inside = status.st_mode & S_IFMT == S_IFDIR ? bytes(in: path) : 0
            let (sum, overflow) = total.addingReportingOverflow(inside)
            if overflow || inside == .max { return .max }
            total = sum + Int64(status.st_blocks) * 512
        }
        return total
    }
}

extension PlatformError {
    /// A call to the file system that failed, with what it set `errno` to.
    package static func file(_ path: String, _ done: String) -> PlatformError {
        let cause = String(cString: strerror(errno))
        return PlatformError(
            .broken, "\(path) cannot be \(done); is there room, and may this user write there?", subject: path,
            cause: cause)
    }
}
