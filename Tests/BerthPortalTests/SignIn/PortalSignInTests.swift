import Testing

@testable import BerthPortal

struct PortalSignInTests {
    @Test(
        arguments: [
            ("/portal/history", "/portal/history"), ("/portal/catalogue?words=a", "/portal/catalogue?words=a"),
            (nil, "/portal/"), ("", "/portal/"), ("https://example.org/", "/portal/"), ("//example.org", "/portal/"),
            ("/portal/\\example.org", "/portal/"), ("/portal/signin/out", "/portal/"), ("/sessions", "/portal/"),
            ("javascript:alert(1)", "/portal/"), ("/portal/ x", "/portal/"), ("/portal/\n", "/portal/"),
        ] as [(String?, String)])
    func theWayBackStaysInThePortal(_ asked: String?, _ way: String) {
        #expect(LocalSignIn().way(back: asked) == way)
    }
}
