import CMicroHTTPD
import Glibc
import Testing

@testable import BerthHTTP

/// Two ends of one connection inside this process.
final class SocketPair: Sendable {
    let near: Int32
    let far: Int32

    init() throws {
        var ends: [Int32] = [-1, -1]
        let code = socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends)
        try #require(code == 0)
        (near, far) = (ends[0], ends[1])
        // As the sockets of a server.
        _ = fcntl(near, F_SETFL, O_NONBLOCK)
    }

    deinit {
        close(near)
        close(far)
    }

    func send(_ text: String) { RawConnection(accepted: far).send(text) }

    /// The near end reads an end after it.
    func endFar() { shutdown(far, Int32(SHUT_RDWR)) }

    /// Another number of the near end.
    var copyOfNear: Int32? {
        (0..<getdtablesize()).first { $0 != near && isNear($0) }
    }

    /// Whether a number stands for the near end.
    func isNear(_ number: Int32) -> Bool { Self.inode(number) == Self.inode(near) }

    private static func inode(_ number: Int32) -> UInt64? {
        var status = stat()
        return fstat(number, &status) == 0 ? UInt64(status.st_ino) : nil
    }
}
