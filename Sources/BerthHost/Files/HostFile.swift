import Glibc

/// An ordinary file of the host that a site lets be read, open for reading until it is let go.
///
/// What is checked is what is read: others may change the directories at any time, so the file is opened name by name,
/// without following links, and whatever is not an ordinary file, such as a pipe that nobody writes to, is not waited
/// for.
package final class HostFile: Sendable {
    package let descriptor: Int32
    /// With every link followed.
    package let path: String
    package let bytes: Int64

    /// Opens the file of a `file://` URL, when it is one below an allowed directory.
    package init?(_ url: String, allowed: [String]) {
        guard url.hasPrefix("file:///"), let real = HostFile.resolved(String(url.dropFirst("file://".count))) else {
            return nil
        }
        for directory in allowed {
            guard let top = HostFile.resolved(directory) else { continue }
            let prefix = top == "/" ? "/" : top + "/"
            guard real.hasPrefix(prefix) else { continue }
            let names = real.dropFirst(prefix.count).split(separator: "/").map(String.init)
            guard let (descriptor, bytes) = HostFile.opened(names, below: top) else { continue }
            self.descriptor = descriptor
            self.bytes = bytes
            path = real
            return
        }
        return nil
    }

    deinit { close(descriptor) }

    /// `O_PATH`, which Swift does not import: a directory may be passed that may not be listed. Source: open(2), and
    /// the same number on x86-64 and AArch64.
    private static let passing: Int32 = 0o10000000

    private static func opened(_ names: [String], below top: String) -> (descriptor: Int32, bytes: Int64)? {
        guard let last = names.last else { return nil }
        var directory = open(top, passing | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        for name in names.dropLast() where directory >= 0 {
            let next = openat(directory, name, passing | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
            close(directory)
            directory = next
        }
        if directory < 0 { return nil }
        defer { close(directory) }
        var status = stat()
        // Opening alone does something to some devices.
        guard fstatat(directory, last, &status, AT_SYMLINK_NOFOLLOW) == 0, isOrdinary(status) else { return nil }
        let file = openat(directory, last, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        if file < 0 { return nil }
        guard fstat(file, &status) == 0, isOrdinary(status) else {
            close(file)
            return nil
        }
        return (file, Int64(status.st_size))
    }

    private static func isOrdinary(_ status: stat) -> Bool { status.st_mode & S_IFMT == S_IFREG }

    private static func resolved(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(validatingCString: real)
    }
}
