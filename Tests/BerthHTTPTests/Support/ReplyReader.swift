@testable import BerthHTTP

/// Reads replies one after the other from a connection that stays open.
final class ReplyReader {
    struct Reply: Equatable {
        var status: Int
        var headers: HTTPHeaders
        var body: String
    }

    private let connection: RawConnection
    private var bytes: [UInt8] = []

    init(_ connection: RawConnection) { self.connection = connection }

    /// The next reply; nil when the connection ends before one.
    func next(hasBody: Bool = true) -> Reply? {
        guard let head = take(through: "\r\n\r\n") else { return nil }
        var reading = ReplyHead()
        for line in head.split(separator: "\r\n", omittingEmptySubsequences: false) {
            Array(line.utf8).withUnsafeBytes { reading.add(line: $0) }
        }
        var reply = Reply(status: reading.status.code, headers: reading.headers, body: "")
        guard hasBody, !reading.status.hasNoBody else { return reply }
        if let length = reading.contentLength {
            guard let body = take(count: length) else { return nil }
            reply.body = body
        } else if reading.headers["Transfer-Encoding"] != nil {
            guard let body = takeChunks() else { return nil }
            reply.body = body
        } else {
            while fill() {}
            reply.body = String(decoding: bytes, as: UTF8.self)
        }
        return reply
    }

    /// Whether the peer has ended the connection and nothing is left.
    var isAtEnd: Bool { bytes.isEmpty && !fill() }

    private func takeChunks() -> String? {
        var body = ""
        while let size = take(through: "\r\n") {
            guard let count = Int(size.dropLast(), radix: 16), let part = take(count: count + 2) else { return nil }
            if count == 0 { return body }
            body += part.dropLast()
        }
        return nil
    }

    private func take(through mark: String) -> String? {
        while true {
            if let end = bytes.firstRange(of: Array(mark.utf8))?.upperBound { return take(count: end) }
            if !fill() { return nil }
        }
    }

    private func take(count: Int) -> String? {
        while bytes.count < count { if !fill() { return nil } }
        let text = String(decoding: bytes[..<count], as: UTF8.self)
        bytes.removeFirst(count)
        return text
    }

    private func fill() -> Bool {
        guard let part = connection.readSome() else { return false }
        bytes += part
        return true
    }
}

extension RawConnection {
    /// Sends one text and reads one reply.
    static func ask(_ port: UInt16, _ text: String, hasBody: Bool = true) async throws -> ReplyReader.Reply? {
        try await offPool {
            let connection = try RawConnection(port: port)
            defer { connection.close() }
            connection.send(text)
            return ReplyReader(connection).next(hasBody: hasBody)
        }
    }
}
