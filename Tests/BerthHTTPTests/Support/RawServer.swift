import Glibc
import Synchronization

@testable import BerthHTTP

/// A server that answers each connection with the next of its scripts, byte by byte as they stand there; it keeps what
/// it was sent.
final class RawServer: Sendable {
    /// What happens on one connection.
    enum Step: Sendable {
        /// Reads up to the end of a head.
        case readHead
        case send(String)
        case sendBytes([UInt8])
        /// Waits until the peer goes away.
        case waitForEnd
        /// Ends with a reset instead of an orderly end.
        case reset
    }

    let port: UInt16
    private let listening: Int32
    private let received = Mutex<[String]>([])

    private let (finish, done) = AsyncStream<Void>.makeStream()

    init(_ connections: [Step]...) throws {
        let made = try ListenSocket(.tcp(port: 0))
        listening = made.descriptor
        port = made.address.port!
        Thread.detach { [self] in
            for steps in connections {
                let socket = accept(listening, nil, nil)
                if socket < 0 { return }
                run(steps, on: RawConnection(accepted: socket))
            }
            done.yield()
        }
    }

    deinit { close(listening) }

    var url: String { "http://127.0.0.1:\(port)" }

    /// The heads that came, in order.
    var heads: [String] { received.withLock { $0 } }

    /// Returns when the last script is through.
    func finished() async { for await _ in finish { break } }

    private func run(_ steps: [Step], on connection: RawConnection) {
        for step in steps {
            switch step {
            case .readHead:
                let head = connection.read(until: "\r\n\r\n")
                received.withLock { $0.append(head) }
            case .send(let text): connection.send(text)
            case .sendBytes(let bytes): connection.send(bytes)
            case .waitForEnd: while connection.readSome() != nil {}
            case .reset:
                var linger = Glibc.linger(l_onoff: 1, l_linger: 0)
                setsockopt(connection.socket, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout<linger>.size))
            }
        }
        connection.close()
    }
}
