import Testing

@testable import BerthHTTP

@Suite struct HTTPAddressKindsTests {
    @Test(arguments: [
        ("8.8.8.8", "public"), ("172.15.255.255", "public"), ("172.32.0.0", "public"), ("100.63.255.255", "public"),
        ("100.128.0.0", "public"), ("2606:4700::1", "public"), ("64:ff9b::808:808", "public"),
        ("2002:808:808::", "public"),
        ("127.0.0.1", "loopback"), ("127.255.255.255", "loopback"), ("::1", "loopback"),
        ("::ffff:127.0.0.1", "loopback"),
        ("64:ff9b::7f00:1", "loopback"), ("2002:7f00:1::", "loopback"), ("::127.0.0.1", "loopback"),
        ("0.0.0.0", "unspecified"), ("0.1.2.3", "unspecified"), ("::", "unspecified"),
        ("::ffff:0.0.0.0", "unspecified"),
        ("10.0.0.0", "private"), ("172.16.0.0", "private"), ("172.31.255.255", "private"), ("192.168.1.1", "private"),
        ("100.64.0.0", "private"), ("100.127.255.255", "private"), ("fc00::", "private"), ("fdff::", "private"),
        ("fec0::1", "private"), ("::ffff:10.1.1.1", "private"),
        ("169.254.169.254", "link"), ("fe80::1", "link"), ("::ffff:169.254.169.254", "link"),
        ("224.0.0.1", "multicast"), ("239.255.255.255", "multicast"), ("ff02::1", "multicast"),
        ("192.0.0.1", "reserved"), ("192.0.2.1", "reserved"), ("198.18.0.1", "reserved"), ("198.19.0.1", "reserved"),
        ("198.51.100.1", "reserved"), ("203.0.113.1", "reserved"), ("240.0.0.1", "reserved"),
        ("255.255.255.255", "reserved"), ("2001:db8::1", "reserved"), ("100::1", "reserved"),
        ("64:ff9b:1::1", "reserved"),
    ]) func everyAddressIsOfOneKind(host: String, kind: String) throws {
        let address = try #require(HTTPAddress(numeric: host, port: 1))
        let kinds = [
            ("public", address.isPublic), ("loopback", address.isLoopback), ("unspecified", address.isUnspecified),
            ("private", address.isPrivate), ("link", address.isLinkLocal), ("multicast", address.isMulticast),
            ("reserved", address.isReserved),
        ]
        #expect(kinds.filter(\.1).map(\.0) == [kind])
    }

    @Test func aUnixSocketIsOfThisMachine() {
        #expect(HTTPAddress.unix(path: "/x").isLoopback)
        #expect(!HTTPAddress.unix(path: "/x").isPublic)
    }
}
