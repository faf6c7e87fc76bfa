import BerthPlatform
import CSpawn
import Glibc
import Synchronization

/// Two ends of a pipe, closed when they are let go, or before.
final class Pipe: Sendable {
    let read: Int32
    let write: Int32
    private let isOpen = Mutex((read: true, write: true))

    init() throws(PlatformError) {
        var ends: [Int32] = [-1, -1]
        let code = berth_pipe(&ends)
        if code != 0 {
            throw PlatformError(
                .broken, "The broker has too many files open to start a program.",
                detail: String(cString: strerror(code)))
        }
        (read, write) = (ends[0], ends[1])
    }

    deinit {
        closeRead()
        closeWrite()
    }

    func closeRead() {
        let was = isOpen.withLock { isOpen in
            defer { isOpen.read = false }
            return isOpen.read
        }
        if was { close(read) }
    }

    func closeWrite() {
        let was = isOpen.withLock { isOpen in
            defer { isOpen.write = false }
            return isOpen.write
        }
        if was { close(write) }
    }
}
