import Testing

@testable import BerthData

@Suite struct NetworkAddressTests {
    @Test(
        "addresses inside a site are not public",
        arguments: [
            "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
            "0.0.0.0", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
            "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
        ])
    func inside(_ text: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(!address.isPublic)
        #expect(!AddressRule().allows(address))
    }

    @Test("others are", arguments: ["8.8.8.8", "172.32.0.1", "172.15.255.255", "2a00:1450::1", "::ffff:8.8.8.8"])
    func outside(_ text: String) throws {
        #expect(try #require(NetworkAddress(text)).isPublic)
    }

    @Test("a site can allow ranges of its own")
    func allowed() throws {
        let rule = AddressRule(allowed: [try #require(AddressRange("10.1.0.0/17"))])
        #expect(rule.allows(try #require(NetworkAddress("10.1.127.255"))))
        #expect(!rule.allows(try #require(NetworkAddress("10.1.128.0"))))
        #expect(rule.allows(try #require(NetworkAddress("8.8.8.8"))))
    }

    @Test("what is no range", arguments: ["10.0.0.0/33", "10.0.0.0/", "10.0.0/8", "host", "::/129", "1.2.3.4/-1", ""])
    func notARange(_ text: String) {
        #expect(AddressRange(text) == nil)
    }
}
