import Testing

@testable import BerthPortal

struct PortalPathTests {
    @Test func partsMayHoldAnything() {
        #expect(PortalPath.of("catalogue", "10.5281/zenodo.1 ä") == "/portal/catalogue/10.5281%2Fzenodo.1%20%C3%A4")
        #expect(PortalPath.query([("a", "1&2"), ("b", ""), ("c", "x")]) == "?a=1%262&c=x")
        #expect(PortalPath.query([("b", "")]) == "")
    }
}
