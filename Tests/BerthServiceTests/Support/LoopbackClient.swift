import Glibc

@testable import BerthHTTP

/// Speaks HTTP over a loopback socket, one connection for each request.
struct LoopbackClient: Sendable {
    let port: UInt16

    struct Reply: Sendable {
        var status = 0
        var headers = HTTPHeaders()
        var body: [UInt8] = []

        var text: String { String(decoding: body, as: UTF8.self) }

        /// - Parameter bytes: everything that came until the peer closed.
        init(_ bytes: [UInt8]) {
            let end = Self.end(of: "\r\n\r\n", in: bytes, from: 0) ?? bytes.count
            let lines = String(decoding: bytes[..<end], as: UTF8.self).split(separator: "\r\n")
            status = lines.first.flatMap { Int($0.split(separator: " ")[1]) } ?? 0
            for line in lines.dropFirst() {
                guard let colon = line.firstIndex(of: ":") else { continue }
                headers.add(String(line[..<colon]), HTTPText.trim(line[line.index(after: colon)...]))
            }
            body = Array(bytes[end...])
            if headers["Transfer-Encoding"] == "chunked" { body = Self.joined(body) }
        }

        private static func end(of text: String, in bytes: [UInt8], from start: Int) -> Int? {
            let pattern = Array(text.utf8)
            var place = start
            while place + pattern.count <= bytes.count {
                if bytes[place..<(place + pattern.count)].elementsEqual(pattern) { return place + pattern.count }
                place += 1
            }
            return nil
        }

        /// The chunks of a body that came in full.
        private static func joined(_ chunks: [UInt8]) -> [UInt8] {
            var body: [UInt8] = []
            var place = 0
            while let end = end(of: "\r\n", in: chunks, from: place),
                let count = Int(String(decoding: chunks[place..<(end - 2)], as: UTF8.self), radix: 16), count > 0,
                end + count <= chunks.count
            {
                body += chunks[end..<(end + count)]
                place = end + count + 2
            }
            return body
        }
    }

    /// Sends one request and reads the answer to its end.
    func send(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Reply {
        let stream = try await open(method, path, headers, body: body)
        return Reply(try await stream.readToEnd())
    }

    func get(_ path: String, _ headers: [(String, String)] = []) async throws -> Reply {
        try await send("GET", path, headers)
    }

    func post(_ path: String, _ text: String, _ headers: [(String, String)] = []) async throws -> Reply {
        try await send("POST", path, headers, body: Array(text.utf8))
    }

    /// Sends one request; what comes is read by the caller.
    func open(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: [UInt8] = []
    ) async throws -> Connection {
        var head = "\(method) \(path) HTTP/1.1\r\nConnection: close\r\n"
        if !headers.contains(where: { $0.0 == "Host" }) { head += "Host: 127.0.0.1:\(port)\r\n" }
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if !body.isEmpty || method == "POST" { head += "Content-Length: \(body.count)\r\n" }
        return try await raw(Array("\(head)\r\n".utf8) + body)
    }

    /// Sends bytes as they are.
    func raw(_ bytes: [UInt8]) async throws -> Connection {
        try await offPool { [port] in
            let connection = try Connection(port: port)
            connection.send(bytes)
            return connection
        }
    }

    /// A connection whose answer is read in parts.
    final class Connection: Sendable {
        private let socket: Int32

        init(port: UInt16) throws {
            var storage = sockaddr_storage()
            guard let address = HTTPAddress(numeric: "127.0.0.1", port: port) else { fatalError("no address") }
            let size = address.fill(&storage)
            socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
            let code = withUnsafeMutablePointer(to: &storage) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, size) }
            }
            if code != 0 { throw HTTPError(.unreachable, "cannot connect", cause: String(cString: strerror(errno))) }
            // A test that would hang fails instead.
            var wait = timeval(tv_sec: 20, tv_usec: 0)
            setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
            setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &wait, socklen_t(MemoryLayout<timeval>.size))
        }

        deinit { close(socket) }

        func send(_ bytes: [UInt8]) {
            var start = 0
            while start < bytes.count {
                let sent = bytes.withUnsafeBytes {
                    Glibc.send(socket, $0.baseAddress! + start, bytes.count - start, Int32(MSG_NOSIGNAL))
                }
                if sent <= 0 { return }
                start += sent
            }
        }

        func readToEnd() async throws -> [UInt8] {
            try await offPool { [self] in
                var all: [UInt8] = []
                while let part = readSome() { all += part }
                return all
            }
        }

        /// What has come when a text has come, or the end.
        func read(until text: String) async throws -> String {
            try await offPool { [self] in
                var all: [UInt8] = []
                while !String(decoding: all, as: UTF8.self).contains(text), let part = readSome() { all += part }
                return String(decoding: all, as: UTF8.self)
            }
        }

        /// Nil at the end.
        private func readSome() -> [UInt8]? {
            var buffer = [UInt8](repeating: 0, count: 64 << 10)
            let count = recv(socket, &buffer, buffer.count, 0)
            return count > 0 ? Array(buffer[..<count]) : nil
        }
    }
}

/// Runs what waits in the system on a thread of its own: the tasks of the server need the few threads of the pool.
func offPool<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detach { continuation.resume(with: Result(catching: body)) }
    }
}
