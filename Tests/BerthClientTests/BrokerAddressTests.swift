import BerthHTTP
import Testing

@testable import BerthClient

struct BrokerAddressTests {
    @Test(
        arguments: [
            ("http://a:1", "http://a:1/x", nil), ("https://a/berth//", "https://a/berth/x", nil),
            ("unix:/run/b", "http://localhost/x", "/run/b"),
        ] as [(String, String, String?)])
    func addresses(_ text: String, _ url: String, _ socket: String?) throws {
        let request = try BrokerAddress(text).request(.get, "/x")
        #expect(request.url == url)
        #expect(request.unixSocket == socket)
    }

    @Test(arguments: [
        "", "a:1", "ftp://a", "http://", "http://a?x", "http://a#x", "http://u:p@a", "http://a b", "unix:b",
    ])
    func whatIsNone(_ text: String) {
        let error = #expect(throws: ClientError.self) { try BrokerAddress(text) }
        #expect(error?.code == .badAddress)
    }

    @Test func placesOfReplies() throws {
        let address = try BrokerAddress("http://a:1/berth")
        #expect(address.request(following: "http://a:1/berth/offersets/1")?.url == "http://a:1/berth/offersets/1")
        #expect(address.request(following: "/offersets/1")?.url == "http://a:1/offersets/1")
        #expect(address.request(following: "http://b:1/berth/x") == nil)
        #expect(address.request(following: "http://a:1/berthx") == nil)
        #expect(address.request(following: "//b/x") == nil)
        #expect(address.request(following: "x") == nil)
    }
}
