import BerthHTTP
import Testing

@testable import berth

struct ListenAddressTests {
    @Test(arguments: [
        (
            "127.0.0.1:8470", HTTPServerSettings.Binding.tcp(host: "127.0.0.1", port: 8470), "http://127.0.0.1:8470",
            true
        ),
        ("localhost:0", .tcp(host: "127.0.0.1", port: 0), "http://127.0.0.1:0", true),
        ("[::1]:80", .tcp(host: "::1", port: 80), "http://[::1]:80", true),
        ("0.0.0.0:80", .tcp(host: "0.0.0.0", port: 80), "http://127.0.0.1:80", false),
        ("[::]:80", .tcp(host: "::", port: 80), "http://[::1]:80", false),
        ("10.1.2.3:80", .tcp(host: "10.1.2.3", port: 80), "http://10.1.2.3:80", false),
        ("unix:/run/b", .unix(path: "/run/b"), "unix:/run/b", true),
    ])
    func addresses(_ text: String, _ binding: HTTPServerSettings.Binding, _ url: String, _ isOwn: Bool) throws {
        let address = try #require(ListenAddress(text))
        #expect(address.binding == binding)
        #expect(address.url(isSecure: false) == url)
        #expect(address.isOfThisMachine == isOwn)
    }

    @Test func secureOnesSayIt() throws {
        #expect(try #require(ListenAddress("10.1.2.3:80")).url(isSecure: true) == "https://10.1.2.3:80")
    }

    @Test(arguments: [
        "", "8470", ":8470", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "::1:80", "example.org:80",
        "unix:run/b", "http://127.0.0.1:80", "127.0.0.1:80:80",
    ])
    func whatIsNone(_ text: String) { #expect(ListenAddress(text) == nil) }
}
