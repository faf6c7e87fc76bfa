internal import Glibc

/// The address of one end of a connection.
package enum HTTPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Four bytes in network order.
    case ipv4([UInt8], port: UInt16)
    /// Sixteen bytes in network order.
    case ipv6([UInt8], port: UInt16)
    case unix(path: String)

    /// Nil for the path of a Unix socket.
    package var port: UInt16? {
        switch self {
        case .ipv4(_, let port), .ipv6(_, let port): port
        case .unix: nil
        }
    }

    /// `127.0.0.1:80`, `[::1]:80`, or the path.
    package var description: String {
        switch self {
        case .ipv4(_, let port): "\(host):\(port)"
        case .ipv6(_, let port): "[\(host)]:\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// The address without its port: `127.0.0.1`, `::1`.
    package var host: String {
        switch self {
        case .ipv4(let bytes, _): bytes.map { "\($0)" }.joined(separator: ".")
        case .ipv6(let bytes, _): Self.text(AF_INET6, bytes, length: Int(INET6_ADDRSTRLEN))
        case .unix(let path): path
        }
    }

    /// Reads a numeric IPv4 or IPv6 address (brackets allowed); nil for names.
    package init?(numeric host: String, port: UInt16) {
        var bytes = [UInt8](repeating: 0, count: 16)
        let bare = host.hasPrefix("[") && host.hasSuffix("]") ? String(host.dropFirst().dropLast()) : host
        // The C library would read up to it.
        if bare.utf8.contains(0) { return nil }
        if inet_pton(AF_INET, bare, &bytes) == 1 {
            self = .ipv4(Array(bytes[..<4]), port: port)
        } else if inet_pton(AF_INET6, bare, &bytes) == 1 {
            self = .ipv6(bytes, port: port)
        } else {
            return nil
        }
    }

    init?(_ address: UnsafePointer<sockaddr>?) {
        guard let address else { return nil }
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            self = address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                var copy = $0.pointee.sin_addr
                let bytes = withUnsafeBytes(of: &copy) { Array($0) }
                return .ipv4(bytes, port: UInt16(bigEndian: $0.pointee.sin_port))
            }
        case AF_INET6:
            self = address.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
                var copy = $0.pointee.sin6_addr
                let bytes = withUnsafeBytes(of: &copy) { Array($0) }
                return .ipv6(bytes, port: UInt16(bigEndian: $0.pointee.sin6_port))
            }
        default: return nil
        }
    }

    private static func text(_ family: Int32, _ bytes: [UInt8], length: Int) -> String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: length) { buffer in
            guard inet_ntop(family, bytes, buffer.baseAddress, socklen_t(length)) != nil else { return "?" }
            return String(cString: buffer.baseAddress!)
        }
    }
}
