import BerthModel
import BerthPlatform
import Glibc
import Synchronization

/// Ports for servers that are about to be started: none is given away twice.
final class PortShelf: Sendable {
    private let address: String
    /// In the order in which they are tried; `nil` for any that is free.
    private let range: ClosedRange<UInt16>?
    private let taken = Mutex<[UUID: UInt16]>([:])

    /// - Precondition: an address, and numbers of ports.
    init(address: String, ports: IntegerRange?) {
        self.address = address
        range = ports.map { UInt16($0.min ?? 1024)...UInt16($0.max ?? 65535) }
    }

    /// A port on which nobody listens.
    ///
    /// - Throws: `refused` when none is left.
    func take(for session: UUID) throws(PlatformError) -> UInt16 {
        let port = taken.withLock { taken -> UInt16? in
            if let port = taken[session] { return port }
            let others = Set(taken.values)
            var free: UInt16?
            if let range {
                free = range.first { !others.contains($0) && PortShelf.bound($0, address) != nil }
            } else {
                // The kernel gives another one each time.
                for _ in 0..<100 where free == nil {
                    free = PortShelf.bound(0, address).flatMap { others.contains($0) ? nil : $0 }
                }
            }
            taken[session] = free
            return free
        }
        if let port { return port }
        throw PlatformError(.refused, "No port is left for another Jupyter server; try again later.", detail: address)
    }

    /// A session that was found again has it still.
    func keep(_ port: UInt16, for session: UUID) { taken.withLock { $0[session] = port } }

    func giveBack(_ session: UUID) { taken.withLock { $0[session] = nil } }

    /// Listens for a moment.
    ///
    /// - Returns: the port; `nil` when somebody else has it.
    private static func bound(_ port: UInt16, _ address: String) -> UInt16? {
        var hints = addrinfo()
        hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        guard getaddrinfo(address, "\(port)", &hints, &found) == 0, let info = found?.pointee else { return nil }
        defer { freeaddrinfo(found) }
        let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), 0)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        // As the server will: a connection that has just ended is no reason against.
        var yes: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
        guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 1) == 0 else { return nil }
        var place = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let code = withUnsafeMutableBytes(of: &place) { bytes in
            getsockname(descriptor, bytes.baseAddress?.assumingMemoryBound(to: sockaddr.self), &size)
        }
        if code != 0 { return nil }
        // Both families have it in bytes 2 and 3, the larger one first. Source: ip(7), ipv6(7).
        return withUnsafeBytes(of: place) { UInt16($0[2]) << 8 | UInt16($0[3]) }
    }
}
