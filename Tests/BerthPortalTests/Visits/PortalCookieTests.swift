import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalCookieTests {
    let cookie = PortalCookie("berth-session")

    @Test func howItIsSet() {
        #expect(cookie.set("a", isSecure: false) == "berth-session=a; Path=/; HttpOnly; SameSite=Lax")
        #expect(
            cookie.set("a", isSecure: true, seconds: 60)
                == "__Host-berth-session=a; Path=/; Max-Age=60; Secure; HttpOnly; SameSite=Lax")
        #expect(cookie.isSet(by: cookie.set("x", isSecure: true)) && cookie.isSet(by: cookie.set("x", isSecure: false)))
        #expect(!cookie.isSet(by: cookie.removed(isSecure: true)) && !cookie.isSet(by: "berth-browser=x; Path=/"))
        #expect(cookie.removed(isSecure: false) == "berth-session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
    }

    @Test(
        arguments: [
            ("berth-session=a", "a"), ("x=1; berth-session=a=b ; y", "a=b"), ("berth-session=a; berth-session=b", "a"),
            ("berth-session=a; __Host-berth-session=s", "s"), ("xberth-session=a", nil), ("berth-session", nil),
            ("", nil),
        ] as [(String, String?)])
    func howItIsRead(_ field: String, _ value: String?) {
        #expect(cookie.value(in: ["Cookie": field], isSecure: false) == value)
    }

    /// Whoever has a name beside the portal's, or sits on the way, can set the plain one.
    @Test(
        arguments: [
            ("berth-session=a; __Host-berth-session=s", "s"), ("__Host-berth-session=s", "s"), ("berth-session=a", nil),
        ] as [(String, String?)])
    func underTLSOnlyTheOneSetUnderItCounts(_ field: String, _ value: String?) {
        #expect(cookie.value(in: ["Cookie": field], isSecure: true) == value)
    }

    @Test func theLongestAndOneBeyond() {
        let longest = String(repeating: "a", count: 256)
        #expect(cookie.value(in: ["Cookie": "berth-session=\(longest)"], isSecure: false) == longest)
        #expect(cookie.value(in: ["Cookie": "berth-session=\(longest)a"], isSecure: false) == nil)
    }

    @Test func blanksAtBothEndsGo() {
        #expect("\u{A0} a b\r\n".trimmed == "a b")
        #expect(" \t".trimmed == "")
    }
}
