import Glibc

/// A lock between processes of this machine, as long as this value lives.
final class FileLock: Sendable {
    private let descriptor: Int32

    /// Waits for whoever has it. A lock that cannot be made locks nothing.
    init(_ path: String) {
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        while descriptor >= 0, flock(descriptor, LOCK_EX) != 0, errno == EINTR {}
    }

    deinit { if descriptor >= 0 { close(descriptor) } }
}
