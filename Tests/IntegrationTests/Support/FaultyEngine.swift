import ConformanceKit
import Foundation
import Glibc
import Synchronization

/// A socket in front of an engine that speaks HTTP: it counts requests, hands on all but one, and that one fails.
///
/// Every request has a connection of its own, so that a request is what comes up to the first empty line.
final class FaultyEngine: Sendable {
    /// Where an engine listens.
    enum Place: Sendable {
        case path(String)
        /// A port of this machine.
        case port(UInt16)
    }

    let place: Place
    private let engine: Place
    private let number: Int
    private let loss: CallFaults.Loss
    private let listener: Int32
    private let calls: Calls

    /// Those of several engines that are one for the platform.
    final class Calls: Sendable {
        fileprivate let state = Mutex((count: 0, didFail: false))
    }

    /// Requests that came so far.
    var count: Int { calls.state.withLock { $0.count } }
    var didFail: Bool { calls.state.withLock { $0.didFail } }

    var path: String { if case .path(let path) = place { path } else { "" } }
    var url: String { if case .port(let port) = place { "http://127.0.0.1:\(port)" } else { "" } }

    /// - Parameters:
    ///   - engine: where the engine listens; whoever takes its place listens in the same way.
    ///   - calls: with which those of this one are counted.
    init(
        _ engine: Place, failing number: Int, _ loss: CallFaults.Loss, among calls: Calls = Calls()
    ) throws {
        self.calls = calls
        self.engine = engine
        self.number = number
        self.loss = loss
        let wanted: Place =
            switch engine {
            case .path: .path(NSTemporaryDirectory() + "berth-faulty-\(UUID().uuidString.prefix(13)).sock")
            case .port: .port(0)
            }
        listener = wanted.socket
        guard wanted.with({ [listener] in bind(listener, $0, $1) }) == 0, listen(listener, 64) == 0 else {
            throw POSIXError(.EADDRINUSE)
        }
        if case .port = wanted { place = .port(Self.port(of: listener)) } else { place = wanted }
        Thread.detachNewThread { [listener, weak self] in
            while true {
                let client = accept(listener, nil, nil)
                if client < 0 { return }
                guard let engine = self else {
                    close(client)
                    return
                }
                Thread.detachNewThread { engine.serve(client) }
            }
        }
    }

    func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        close(listener)
        if case .path(let path) = place { unlink(path) }
    }

    private static func port(of socket: Int32) -> UInt16 {
        var address = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return UInt16(bigEndian: address.sin_port)
    }

    private func serve(_ client: Int32) {
        defer { close(client) }
        guard let (head, rest) = Self.head(client) else { return }
        let fails = calls.state.withLock { state in
            state.count += 1
            if state.count == number { state.didFail = true }
            return state.count == number
        }
        if fails && loss == .request { return }
        let server = engine.socket
        defer { close(server) }
        guard engine.with({ connect(server, $0, $1) }) == 0, Self.write(head + rest, to: server) else { return }
        let done = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
            Self.copy(client, to: server)
            shutdown(server, Int32(SHUT_WR))
            done.signal()
        }
        Self.copy(server, to: fails ? nil : client)
        shutdown(client, Int32(SHUT_RDWR))
        done.wait()
    }

    /// The head of a request that asks for the end of the connection, and what came after it; nil for none.
    private static func head(_ client: Int32) -> ([UInt8], [UInt8])? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        let end = Array("\r\n\r\n".utf8)
        while true {
            let count = read(client, &buffer, buffer.count)
            if count <= 0 { return nil }
            bytes += buffer[..<count]
            guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else { continue }
            let head = Array(bytes[..<place]) + Array("\r\nConnection: close\r\n\r\n".utf8)
            return (head, Array(bytes[(place + 4)...]))
        }
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count <= 0 { return false }
            sent += count
        }
        return true
    }

    /// - Parameter target: nil for nowhere.
    private static func copy(_ source: Int32, to target: Int32?) {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(source, &buffer, buffer.count)
            if count <= 0 { return }
            if let target, !write(Array(buffer[..<count]), to: target) { return }
        }
    }
}

extension FaultyEngine.Place {
    fileprivate var socket: Int32 {
        switch self {
        case .path: Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        case .port: Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        }
    }

    fileprivate func with(_ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        func bound<Address>(_ address: Address) -> Int32 {
            withUnsafePointer(to: address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, socklen_t(MemoryLayout<Address>.size)) }
            }
        }
        switch self {
        case .path(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
            return bound(address)
        case .port(let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            return bound(address)
        }
    }
}
