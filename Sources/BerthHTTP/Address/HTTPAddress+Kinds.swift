/// What an address is for: a service that fetches what strangers name must not be led into its own network.
extension HTTPAddress {
    /// The IPv4 address that stands inside an IPv6 address: mapped `::ffff:a.b.c.d`, translated `64:ff9b::a.b.c.d`
    /// (RFC 6052), compatible `::a.b.c.d`, 6to4 `2002:abcd:…` (RFC 3056); an IPv4 address is itself.
    package var embeddedIPv4: [UInt8]? {
        switch self {
        case .ipv4(let bytes, _): return bytes
        case .unix: return nil
        case .ipv6(let bytes, _):
            let tail = Array(bytes[12...])
            if bytes[..<10].allSatisfy({ $0 == 0 }) && bytes[10] == 0xff && bytes[11] == 0xff { return tail }
            if bytes[..<12].elementsEqual([0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) { return tail }
            if bytes[..<12].allSatisfy({ $0 == 0 }) && !bytes[12...14].allSatisfy({ $0 == 0 }) { return tail }
            if bytes[0] == 0x20 && bytes[1] == 0x02 { return Array(bytes[2..<6]) }
            return nil
        }
    }

    /// 127.0.0.0/8, ::1, and a Unix socket.
    package var isLoopback: Bool {
        if case .unix = self { return true }
        if let four = embeddedIPv4 { return four[0] == 127 }
        return six { $0[..<15].allSatisfy { $0 == 0 } && $0[15] == 1 }
    }

    /// 0.0.0.0/8 and ::, which systems take for themselves.
    package var isUnspecified: Bool {
        if let four = embeddedIPv4 { return four[0] == 0 }
        return six { $0.allSatisfy { $0 == 0 } }
    }

    /// 10/8, 172.16/12, 192.168/16, shared 100.64/10; fc00::/7, fec0::/10. Source: RFC 1918, RFC 6598, RFC 4193.
    package var isPrivate: Bool {
        if let four = embeddedIPv4 {
            return four[0] == 10 || (four[0] == 172 && four[1] & 0xf0 == 16) || (four[0] == 192 && four[1] == 168)
                || (four[0] == 100 && four[1] & 0xc0 == 64)
        }
        return six { $0[0] & 0xfe == 0xfc || ($0[0] == 0xfe && $0[1] & 0xc0 == 0xc0) }
    }

    /// 169.254/16 (where clouds keep their metadata service) and fe80::/10.
    package var isLinkLocal: Bool {
        if let four = embeddedIPv4 { return four[0] == 169 && four[1] == 254 }
        return six { $0[0] == 0xfe && $0[1] & 0xc0 == 0x80 }
    }

    /// 224/4 and ff00::/8.
    package var isMulticast: Bool {
        if let four = embeddedIPv4 { return four[0] & 0xf0 == 224 }
        return six { $0[0] == 0xff }
    }

    /// Set aside for protocols, documents, tests or later: 192.0.0/24, 192.0.2/24, 198.18/15, 198.51.100/24,
    /// 203.0.113/24, 240/4; 100::/64, 2001:db8::/32, 64:ff9b:1::/48. Source: RFC 6890.
    package var isReserved: Bool {
        if let four = embeddedIPv4 {
            switch (four[0], four[1], four[2]) {
            case (192, 0, 0), (192, 0, 2), (198, 18, _), (198, 19, _), (198, 51, 100), (203, 0, 113): return true
            default: return four[0] >= 240
            }
        }
        return six {
            $0[..<4].elementsEqual([0x20, 0x01, 0x0d, 0xb8]) || $0[..<8].elementsEqual([1, 0, 0, 0, 0, 0, 0, 0])
                || $0[..<6].elementsEqual([0, 0x64, 0xff, 0x9b, 0, 1])
        }
    }

    /// None of the others: an address that anybody in the internet may have.
    package var isPublic: Bool {
        !(isLoopback || isUnspecified || isPrivate || isLinkLocal || isMulticast || isReserved)
    }

    private func six(_ holds: ([UInt8]) -> Bool) -> Bool {
        guard case .ipv6(let bytes, _) = self else { return false }
        return holds(bytes)
    }
}
