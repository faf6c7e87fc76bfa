import Glibc
import Testing

@testable import BerthHTTP

@Suite struct HTTPAddressTests {
    @Test(arguments: [
        ("127.0.0.1", "127.0.0.1:80"), ("::1", "[::1]:80"), ("[::1]", "[::1]:80"),
        ("2001:DB8:0:0::1", "[2001:db8::1]:80"),
        ("::ffff:1.2.3.4", "[::ffff:1.2.3.4]:80"),
    ]) func numericAddresses(host: String, description: String) throws {
        let address = try #require(HTTPAddress(numeric: host, port: 80))
        #expect(address.description == description)
        #expect(address.port == 80)
        var storage = sockaddr_storage()
        _ = address.fill(&storage)
        let again = withUnsafePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { HTTPAddress($0) }
        }
        #expect(again == address)
    }

    @Test(arguments: [
        "", "localhost", "1.2.3", "256.1.1.1", "[::1", "::1]", "[]", "1.2.3.4.5", "0x7f.1", "127.1", "::g",
        "1.2.3.4\0x",
    ])
    func namesAndBrokenAddressesAreNone(host: String) { #expect(HTTPAddress(numeric: host, port: 1) == nil) }

    @Test func aUnixSocketHasNoPort() {
        let address = HTTPAddress.unix(path: "/run/x")
        #expect(address.port == nil)
        #expect(address.host == "/run/x")
        #expect(address.description == "unix:/run/x")
    }

    @Test func otherFamiliesAreNone() {
        var address = sockaddr()
        address.sa_family = sa_family_t(AF_UNIX)
        #expect(HTTPAddress(&address) == nil)
        #expect(HTTPAddress(nil) == nil)
    }
}
