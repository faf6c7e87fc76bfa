import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalVisitTests {
    @Test func whoIsNotSignedInIsTold() async throws {
        let portal = try await Browser.atHome().portal
        var request = HTTPRequest(method: .get, target: RequestTarget(segments: ["portal", "history"]))
        request.parameters = [("a", "b")]
        let visit = PortalVisit(portal: portal, request: request, visitor: nil, browser: "b")
        #expect(visit.part("a") == "b" && visit.part("c") == "")
        let error = #expect(throws: PortalError.self) { try visit.signedIn() }
        #expect(error?.code == .notSignedIn)
        #expect(error?.way?.path == "/portal/signin?to=%2Fportal%2Fhistory")
        let ada = PortalVisitor(subject: "ada", name: "Ada")
        #expect(try PortalVisit(portal: portal, request: request, visitor: ada, browser: "b").signedIn() == ada)
    }
}
