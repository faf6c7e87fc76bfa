import Glibc

/// What programs left in their storage. Names are bytes that end with a zero here, as the kernel has them: one that is
/// no text would become another name as a `String`, and what is in such a file would neither be counted nor deleted.
extension Files {
    /// Deletes a file or a directory with all that is in it; symbolic links are deleted and not followed. What cannot
    /// be deleted keeps nothing else from being deleted.
    ///
    /// - Returns: whether nothing is left.
    @discardableResult
    package static func remove(_ path: String) -> Bool {
        if unlink(path) == 0 || errno == ENOENT { return true }
        chmod(path, 0o700)
        let top = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if top < 0 { return rmdir(path) == 0 || errno == ENOENT }
        defer { close(top) }
        var moved = 0
        var kept: Set<[CChar]> = []
        // A program may nest directories deeper than any path can name: what is in them is moved up, level by level.
        while true {
            let children = names(of: top).filter { !kept.contains($0) && unlinkat(top, $0, 0) != 0 && errno != ENOENT }
            if children.isEmpty { break }
            for child in children where !removeDirectory(child, in: top, &moved) { kept.insert(child) }
        }
        return rmdir(path) == 0 || errno == ENOENT
    }

    /// Deletes a directory; the directories in it are moved up.
    private static func removeDirectory(_ name: [CChar], in top: Int32, _ moved: inout Int) -> Bool {
        fchmodat(top, name, 0o700, 0)
        let directory = openat(top, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
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
        }
        return unlinkat(top, name, AT_REMOVEDIR) == 0 || errno == ENOENT
    }

    /// The names in a directory, sorted; none when it cannot be read.
    package static func names(in directory: String) -> [String] {
        guard let stream = opendir(directory) else { return [] }
        defer { closedir(stream) }
        return entries(stream).map { String(decoding: $0.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self) }
            .sorted()
    }

    /// The names in an open directory, in no order.
    private static func names(of directory: Int32) -> [[CChar]] {
        // Its own place in the directory: the descriptor keeps its.
        let descriptor = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if descriptor < 0 { return [] }
        guard let stream = fdopendir(descriptor) else {
            close(descriptor)
            return []
        }
        defer { closedir(stream) }
        return entries(stream)
    }

    private static func entries(_ stream: OpaquePointer) -> [[CChar]] {
        var names: [[CChar]] = []
        var fault: Int32 = 0
        while let name = next(stream, &fault) { names.append(name) }
        return names
    }

    /// The next name but `.` and `..`, with the zero at its end; `nil` at the end or when it cannot be read.
    ///
    /// - Parameter fault: why it cannot be read; zero at the end.
    private static func next(_ stream: OpaquePointer, _ fault: inout Int32) -> [CChar]? {
        let dot = CChar(bitPattern: UInt8(ascii: "."))
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                fault = errno
                return nil
            }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) {
                    Array(UnsafeBufferPointer(start: $0, count: strlen($0) + 1))
                }
            }
            if name != [dot, 0] && name != [dot, dot, 0] { return name }
        }
    }

    /// Bytes that even an empty file takes: what the disk needs to know of it.
    private static let leastBytes: Int64 = 4096
    /// Directories in one another that are counted; each is held open while what is in it is looked at.
    private static let maximumDepth = 256

    /// Bytes on the disk of everything in a directory, of each file at least a block; as many as there can be when some
    /// of it cannot be looked at, so that nothing hides there.
    ///
    /// - Returns: `nil` when this process has too many files open to tell.
    package static func bytes(in directory: String) -> Int64? {
        let top = open(directory, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        if top < 0 { return errno == ENOENT ? 0 : isShortage(errno) ? nil : .max }
        return bytes(of: top, depth: 0)
    }

    /// - Parameter descriptor: is closed.
    private static func bytes(of descriptor: Int32, depth: Int) -> Int64? {
        guard depth <= maximumDepth, let stream = fdopendir(descriptor) else {
            let isDeep = depth > maximumDepth || !isShortage(errno)
            close(descriptor)
            return isDeep ? .max : nil
        }
        defer { closedir(stream) }
        var total: Int64 = 0
        var fault: Int32 = 0
        while let name = next(stream, &fault) {
            var status = stat()
            if fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) != 0 {
                // The name is the kernel's own: who has none has just been deleted.
                if errno == ENOENT { continue }
                return .max
            }
            var inside: Int64 = 0
            if status.st_mode & S_IFMT == S_IFDIR {
                let child = openat(descriptor, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                if child < 0 && [ENOENT, ENOTDIR, ELOOP].contains(errno) {
                    // Deleted or replaced since: the next look sees what it is now.
                } else if child < 0 {
                    return isShortage(errno) ? nil : .max
                } else {
                    guard let bytes = bytes(of: child, depth: depth + 1) else { return nil }
                    inside = bytes
                }
            }
            let own = max(leastBytes, Int64(status.st_blocks) * 512)
            let (sum, overflow) = total.addingReportingOverflow(inside)
            if overflow || sum > .max - own { return .max }
            total = sum + own
        }
        return fault == 0 ? total : .max
    }

    private static func isShortage(_ code: Int32) -> Bool { [EMFILE, ENFILE, ENOMEM].contains(code) }
}
