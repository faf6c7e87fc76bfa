import Glibc

/// An IPv4 or IPv6 address; IPv6 addresses that only carry an IPv4 address count as that one.
package struct NetworkAddress: Sendable, Hashable {
    /// Four or sixteen bytes, the most significant first.
    package let bytes: [UInt8]

    package init?(_ text: String) {
        var four = in_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            self.init(bytes: withUnsafeBytes(of: four) { Array($0) })
            return
        }
        var six = in6_addr()
        guard inet_pton(AF_INET6, text, &six) == 1 else { return nil }
        self.init(bytes: withUnsafeBytes(of: six) { Array($0) })
    }

    init?(socketAddress: UnsafeRawPointer) {
        switch Int32(socketAddress.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET:
            let address = socketAddress.loadUnaligned(as: sockaddr_in.self).sin_addr
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        case AF_INET6:
            let address = socketAddress.loadUnaligned(as: sockaddr_in6.self).sin6_addr
            self.init(bytes: withUnsafeBytes(of: address) { Array($0) })
        default: return nil
        }
    }

    private init(bytes: [UInt8]) {
        // IPv4-mapped and the well-known prefix of NAT64. Source: RFC 4291 §2.5.5.2, RFC 6052 §2.1.
        let mapped: [UInt8] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]
        let translated: [UInt8] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]
        if bytes.count == 16, bytes.starts(with: mapped) || bytes.starts(with: translated) {
            self.bytes = Array(bytes[12...])
        } else {
            self.bytes = bytes
        }
    }

    /// Whether the address belongs to the public network: no loopback, private, link-local, shared, multicast or
    /// reserved range. Source: IANA special-purpose address registries (RFC 6890).
    package var isPublic: Bool {
        !NetworkAddress.special.contains { $0.contains(self) }
    }

    private static let special: [AddressRange] = [
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4",
        "240.0.0.0/4", "::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    ].compactMap { AddressRange($0) }
}

/// Addresses that share their first bits, `10.0.0.0/8`; an address alone is a range of one.
package struct AddressRange: Sendable, Hashable {
    let first: [UInt8]
    let bits: Int

    package init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let address = NetworkAddress(String(parts[0])) else { return nil }
        let length = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : length, (0...length).contains(bits) else { return nil }
        first = address.bytes
        self.bits = bits
    }

    package func contains(_ address: NetworkAddress) -> Bool {
        guard address.bytes.count == first.count else { return false }
        for index in 0..<first.count {
            let left = bits - index * 8
            if left <= 0 { return true }
            let mask: UInt8 = left >= 8 ? 0xff : ~(0xff >> UInt8(left))
            if first[index] & mask != address.bytes[index] & mask { return false }
        }
        return true
    }
}

/// Which addresses data may be fetched from: the public network, and what the site allows besides.
package struct AddressRule: Sendable, Hashable {
    package var allowed: [AddressRange]

    package init(allowed: [AddressRange] = []) {
        self.allowed = allowed
    }

    package func allows(_ address: NetworkAddress) -> Bool {
        address.isPublic || allowed.contains { $0.contains(address) }
    }
}
