import CMicroHTTPD
import Glibc
import Testing

@testable import BerthHTTP

/// A TCP connection of bytes, so that a test sends exactly what it says.
struct RawConnection {
    let socket: Int32

    init(port: UInt16) throws {
        var storage = sockaddr_storage()
        let size = HTTPAddress(numeric: "127.0.0.1", port: port)!.fill(&storage)
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        let code = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
        }
        if code != 0 { throw HTTPError(.unreachable, "cannot connect", cause: String(cString: strerror(errno))) }
        limitWaiting()
    }

    init(accepted socket: Int32) {
        self.socket = socket
        limitWaiting()
    }

    /// A test that would hang fails instead.
    private func limitWaiting() {
        var wait = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
    }

    /// Sends all of it; false when the peer takes no more.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var start = 0
        while start < bytes.count {
            let sent = bytes.withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress! + start, bytes.count - start, Int32(MSG_NOSIGNAL))
            }
            if sent <= 0 { return false }
            start += sent
        }
        return true
    }

    /// What has come when nothing more can come, as text.
    func readToEnd() -> String {
        var all: [UInt8] = []
        while let part = readSome() { all += part }
        return String(decoding: all, as: UTF8.self)
    }

    /// Nil at the end.
    func readSome() -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(socket, &buffer, buffer.count, 0)
        if count < 0 && errno == EAGAIN { Issue.record("neither bytes nor an end came within 20 seconds") }
        return count > 0 ? Array(buffer[..<count]) : nil
    }

    /// Reads until the text has come.
    func read(until text: String) -> String {
        var all: [UInt8] = []
        while let part = readSome() {
            all += part
            let sofar = String(decoding: all, as: UTF8.self)
            if sofar.contains(text) { return sofar }
        }
        return String(decoding: all, as: UTF8.self)
    }

    /// Whether something can be read, or the end has come, within that time.
    func hasInput(milliseconds: Int32) -> Bool {
        var wait = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&wait, 1, milliseconds) > 0
    }

    func closeWriting() { shutdown(socket, Int32(SHUT_WR)) }
    func close() { Glibc.close(socket) }

    /// Sends one text and reads the answer up to the end of the connection.
    static func exchange(_ port: UInt16, _ text: String) async throws -> String {
        try await offPool {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(text)
            return connection.readToEnd()
        }
    }
}

/// Runs what waits in the system on a thread of its own: the tasks of the server need the few threads of the pool.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detach { continuation.resume(with: Result(catching: body)) }
    }
}
