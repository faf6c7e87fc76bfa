import Testing

@testable import BerthHTTP

@Suite struct URLPlaceTests {
    @Test(arguments: [
        "http://127.0.0.1", "http://127.9.9.9:1/x", "https://[::1]/", "http://LOCALHOST", "http://a.localhost",
    ])
    func thisMachine(_ url: String) throws {
        let place = try #require(URLPlace(url))
        #expect(place.isThisMachine)
    }

    @Test(arguments: ["http://example.org", "https://127.0.0.1.example.org", "http://10.0.0.1", "http://localhost.org"])
    func otherMachines(_ url: String) throws {
        let place = try #require(URLPlace(url))
        #expect(!place.isThisMachine)
    }

    @Test func whetherItHasTLS() throws {
        #expect(URLPlace("https://a.example")?.isSecure == true)
        #expect(URLPlace("http://a.example")?.isSecure == false)
    }

    @Test(arguments: ["", "a.example", "ftp://a.example", "http://", "http://a b", "http://é.example"])
    func whatIsNone(_ url: String) {
        #expect(URLPlace(url) == nil)
    }
}
