import Testing

@testable import BerthData

@Suite struct HostLookupTests {
    @Test(
        "an address is found in any way of writing it", arguments: ["127.0.0.1", "127.1", "2130706433", "0x7f000001"])
    func numeric(_ host: String) async throws {
        let loopback = try #require(NetworkAddress("127.0.0.1"))
        #expect(await HostLookup.addresses(of: host, seconds: 10) == [loopback])
    }

    @Test("this machine has a name for itself")
    func local() async throws {
        let addresses = try #require(await HostLookup.addresses(of: "localhost", seconds: 10))
        #expect(addresses.allSatisfy { !$0.isPublic })
    }

    @Test("a name that cannot exist has no address")
    func none() async {
        #expect(await HostLookup.addresses(of: "a..b", seconds: 10) == nil)
    }
}
