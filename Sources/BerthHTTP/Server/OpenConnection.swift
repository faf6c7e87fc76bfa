internal import CMicroHTTPD
internal import Glibc
internal import Synchronization

/// A connection that is open, from its acceptance to its end; the socket lives as long as it is registered with the
/// watch.
final class OpenConnection: @unchecked Sendable {
    enum Phase: UInt64 {
        /// Nothing was asked on it yet.
        case fresh
        case idle
        case head
        case body
        case answering
        /// It was ended for its slowness, and the peer was told so: whatever still comes of it is not done.
        case over
    }

    let id: UInt64
    let socket: Int32
    let peer: HTTPAddress?
    private let isSecure: Bool
    /// The phase in the lowest three bits, and the millisecond at which it ends: 0 is never.
    private let state: Atomic<UInt64>
    /// Whether the end of the connection waits until the peer has read the refusal; only for the serving thread.
    var lingers = false
    /// What its handshake shows, kept as long as the handshake may look at it; only for the serving thread.
    var certificate: ServerCertificate?

    init(id: UInt64, socket: Int32, peer: HTTPAddress?, isSecure: Bool, headTimeoutMilliseconds: Int) {
        self.id = id
        self.socket = socket
        self.peer = peer
        self.isSecure = isSecure
        state = Atomic(Self.packed(.fresh, headTimeoutMilliseconds))
    }

    private static func packed(_ phase: Phase, _ milliseconds: Int?) -> UInt64 {
        (milliseconds.map { ServerClock.milliseconds() + UInt64($0) } ?? 0) << 3 | phase.rawValue
    }

    /// - Returns: `false` when it is over.
    @discardableResult
    func enter(_ phase: Phase, until milliseconds: Int?) -> Bool {
        let next = Self.packed(phase, milliseconds)
        var present = state.load(ordering: .acquiring)
        while present & 7 != Phase.over.rawValue {
            let (exchanged, original) = state.compareExchange(
                expected: present, desired: next, ordering: .acquiringAndReleasing)
            if exchanged { return true }
            present = original
        }
        return false
    }

    var phase: Phase { Phase(rawValue: state.load(ordering: .acquiring) & 7) ?? .answering }

    /// Ends the connection when its phase has lasted too long; the watch calls it while the socket cannot be closed.
    func expire(now: UInt64, idleTimeoutSeconds: Int, timeoutAnswer: () -> [UInt8]) {
        let packed = state.load(ordering: .acquiring)
        let deadline = packed >> 3
        guard deadline != 0, deadline <= now else { return }
        let phase = Phase(rawValue: packed & 7) ?? .answering
        let asked = phase == .head || phase == .body || (phase == .fresh && receivedBytes > 0)
        if phase == .fresh && !asked {
            // Nothing came: it is an idle connection and no slow request.
            let end = (now + UInt64(idleTimeoutSeconds) * 1000) << 3 | Phase.idle.rawValue
            _ = state.compareExchange(expected: packed, desired: end, ordering: .acquiringAndReleasing)
            return
        }
        let done = Phase.over.rawValue
        guard state.compareExchange(expected: packed, desired: done, ordering: .acquiringAndReleasing).exchanged
        else { return }
        if asked && !isSecure { writeLast(timeoutAnswer()) }
        shutdown(socket, Int32(SHUT_RDWR))
    }

    func endIfIdle() {
        switch phase {
        case .fresh, .idle: shutdown(socket, Int32(SHUT_RDWR))
        default: break
        }
    }

    /// Writes an answer past libmicrohttpd, in a phase in which it writes nothing itself; the connection is over then.
    func writeLast(_ bytes: [UInt8]) {
        lingers = true
        _ = bytes.withUnsafeBytes { berth_send_now(socket, $0.baseAddress, $0.count) }
        shutdown(socket, Int32(SHUT_WR))
    }

    /// Ends the connection for both sides; the thread that serves it calls this. libmicrohttpd alone would keep the
    /// socket of a connection that it gives up until the peer does something.
    func cut() { shutdown(socket, Int32(SHUT_RDWR)) }

    private var receivedBytes: UInt64 { berth_tcp_bytes_received(socket) }
}
