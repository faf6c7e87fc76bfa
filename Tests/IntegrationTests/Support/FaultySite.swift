import Foundation
import Glibc
import Synchronization
import Testing

/// A server of plain sockets that does what a broker never would.
final class FaultySite: Sendable {
    /// What it does with a request that it has read.
    enum Fault: String, Sendable, CaseIterable {
        /// Nobody listens.
        case dead
        /// Takes the connection, and says nothing.
        case hangs
        /// A byte a second.
        case drips
        /// A document that does not end.
        case floods
        /// The same, and no word about how long it is.
        case floodsUnmeasured
        /// Points to itself again and again.
        case redirectsInALoop
        /// Points to another host.
        case redirectsElsewhere
        case wrongSchema
        case noDocument
        case closesAtOnce
        /// Ends in the middle of the document.
        case endsEarly
        case fails
    }

    let port: UInt16
    var url: String { "http://127.0.0.1:\(port)" }
    private let listener: Int32
    private let state = Mutex(State())

    private struct State {
        var isStopped = false
        var requests: [String] = []
    }

    init(_ fault: Fault) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        try #require(listener >= 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && (fault == .dead || listen(descriptor, 64) == 0)
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        try #require(isBound)
        port = UInt16(bigEndian: address.sin_port)
        // Nobody else gets its port meanwhile.
        if fault == .dead { return }
        Thread.detachNewThread { [self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                if connection < 0 || state.withLock({ $0.isStopped }) { return }
                Thread.detachNewThread { [self] in
                    serve(connection, fault)
                    close(connection)
                }
            }
        }
    }

    /// Request lines, in their order.
    var requests: [String] { state.withLock { $0.requests } }

    func stop() {
        state.withLock { $0.isStopped = true }
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
    }

    private var isStopped: Bool { state.withLock { $0.isStopped } }

    // MARK: one connection

    private func serve(_ connection: Int32, _ fault: Fault) {
        var head = ""
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while !head.contains("\r\n\r\n") {
            let count = recv(connection, &buffer, buffer.count, 0)
            if count <= 0 { return }
            head += String(decoding: buffer[..<count], as: UTF8.self)
        }
        state.withLock { $0.requests.append(String(head.prefix { $0 != "\r\n" })) }
        switch fault {
        case .dead, .closesAtOnce: return
        case .hangs: while !isStopped, recv(connection, &buffer, buffer.count, 0) > 0 {}
        case .drips:
            for byte in Array(Self.reply("{\"result\": \"NO\", \"meta\": {\"messages\": []}}").utf8) {
                if isStopped || !send(connection, [byte]) { return }
                usleep(1_000_000)
            }
        case .floods, .floodsUnmeasured:
            let measure = fault == .floods ? ["Content-Length: 10737418240"] : []
            guard
                send(connection, Self.head("200 OK", measure) + "{\"result\": \"NO\", \"x\": \"")
            else {
                return
            }
            let much = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<10_240 where isStopped || !send(connection, much) { return }
        case .redirectsInALoop:
            _ = send(connection, Self.head("307 Temporary Redirect", "Location: \(url)/requests", "Content-Length: 0"))
        case .redirectsElsewhere:
            _ = send(
                connection, Self.head("303 See Other", "Location: http://127.0.0.2:1/offersets/1", "Content-Length: 0"))
        case .wrongSchema: _ = send(connection, Self.reply("{\"hello\": [1, 2, 3]}"))
        case .noDocument: _ = send(connection, Self.reply("<html>Welcome</html>", "text/html"))
        case .endsEarly: _ = send(connection, Self.head("200 OK", "Content-Length: 1000") + "{\"result\":")
        case .fails: _ = send(connection, Self.head("500 Internal Server Error", "Content-Length: 0"))
        }
    }

    private static func head(_ status: String, _ fields: String...) -> String { head(status, fields) }

    private static func head(_ status: String, _ fields: [String]) -> String {
        (["HTTP/1.1 \(status)", "Content-Type: application/json", "Connection: close"] + fields).joined(
            separator: "\r\n")
            + "\r\n\r\n"
    }

    private static func reply(_ body: String, _ type: String = "application/json") -> String {
        "HTTP/1.1 200 OK\r\nContent-Type: \(type)\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }

    private func send(_ connection: Int32, _ text: String) -> Bool { send(connection, Array(text.utf8)) }

    private func send(_ connection: Int32, _ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
