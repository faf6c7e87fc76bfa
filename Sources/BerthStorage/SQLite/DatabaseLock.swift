package import BerthBroker
import Glibc

/// The claim of one broker on one database file: two brokers would each believe that they run its sessions.
///
/// It is a lock of the system on a file beside the database, and so goes with its process, however that ends. It is not
/// on the database itself: closing any descriptor of that file would drop the locks that SQLite has on it. The file
/// stays where it is; to remove it would let two brokers each lock another file of the same name.
package final class DatabaseLock: Sendable {
    /// The database, as an absolute path with links followed, so that two names of one file meet in one lock.
    package let path: String
    private let descriptor: Locked<Int32?>

    /// Locks the database, and makes an empty file, readable only by its owner, when there is none.
    ///
    /// - Throws: `cannotOpen`, `inUse`, `full`.
    package init(path given: String) throws(StoreError) {
        let path = try Self.resolve(given)
        self.path = path
        let lockPath = path + "-lock"
        let file = open(lockPath, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        if file < 0 { throw .system(errno, "write", lockPath) }
        if flock(file, LOCK_EX | LOCK_NB) != 0 {
            let reason = errno
            let holder = Self.content(of: file)
            close(file)
            if reason != EWOULDBLOCK { throw .system(reason, "lock", lockPath) }
            let who = holder.isEmpty ? "" : " (process \(holder))"
            throw StoreError(
                .inUse, "Another broker\(who) uses the database \(path). Stop it, or use another file.", path: path)
        }
        do throws(StoreError) {
            try Self.write("\(getpid())", to: file, lockPath)
            try Self.createDatabase(path)
        } catch {
            flock(file, LOCK_UN)
            close(file)
            throw error
        }
        descriptor = Locked(file)
    }

    deinit { release() }

    /// Gives up the claim; later calls do nothing.
    package func release() {
        descriptor.withLock { file in
            if let open = file {
                // Unlocked by name: a child that was just forked holds the descriptor, too, until it becomes its
                // program.
                flock(open, LOCK_UN)
                close(open)
            }
            file = nil
        }
    }

    private static func resolve(_ given: String) throws(StoreError) -> String {
        var status = stat()
        if stat(given, &status) == 0 {
            if status.st_mode & S_IFMT == S_IFDIR {
                throw StoreError(.cannotOpen, "\(given) is a folder. Name a file in it.", path: given)
            }
            return try realPath(given)
        }
        // A link to nothing must not be mistaken for a free name: the lock would be beside the link.
        if lstat(given, &status) == 0 {
            throw StoreError(.cannotOpen, "\(given) is a link to a file that does not exist.", path: given)
        }
        let parts = given.split(separator: "/", omittingEmptySubsequences: false)
        guard let name = parts.last, !name.isEmpty else {
            throw StoreError(.cannotOpen, "\"\(given)\" does not name a file.", path: given)
        }
        let folder = parts.dropLast().joined(separator: "/")
        let place = folder.isEmpty ? (given.hasPrefix("/") ? "/" : ".") : folder
        let real = try realPath(place)
        return real == "/" ? "/" + name : real + "/" + name
    }

    private static func realPath(_ path: String) throws(StoreError) -> String {
        guard let resolved = realpath(path, nil) else { throw .system(errno, "find", path) }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    private static func content(of file: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 20)
        let count = pread(file, &bytes, bytes.count, 0)
        let digits = bytes.prefix(max(0, count)).prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        return String(decoding: digits, as: UTF8.self)
    }

    private static func write(_ text: String, to file: Int32, _ path: String) throws(StoreError) {
        let bytes = Array(text.utf8)
        if ftruncate(file, 0) != 0 || pwrite(file, bytes, bytes.count, 0) != bytes.count {
            throw .system(errno, "write", path)
        }
    }

    /// SQLite would make the file readable for everybody. A new name lasts only when its folder is flushed, too.
    private static func createDatabase(_ path: String) throws(StoreError) {
        let file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file < 0 {
            if errno == EEXIST { return }
            throw .system(errno, "write", path)
        }
        close(file)
        let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
        let directory = open(folder.isEmpty ? "/" : String(folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        if directory < 0 { return }
        fsync(directory)
        close(directory)
    }
}

extension StoreError {
    /// What the system said about a file. `doing` is what was tried: write, lock, find.
    static func system(_ reason: Int32, _ doing: String, _ path: String) -> StoreError {
        let code: Code = reason == ENOSPC || reason == EDQUOT ? .full : .cannotOpen
        let remedy =
            switch reason {
            case ENOENT, ENOTDIR: "Make its folder first, or name another."
            case EACCES, EPERM, EROFS: "Check its permissions and those of its folder."
            case ENOSPC, EDQUOT: "Free some room on the disk."
            default: "Name another file."
            }
        return StoreError(
            code, "Could not \(doing) \(path). \(remedy)", path: path, cause: String(cString: strerror(reason)))
    }
}
