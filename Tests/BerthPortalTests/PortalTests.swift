import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalTests {
    @Test func everyAnswerIsGuarded() async throws {
        let browser = try await Browser.atHome()
        for path in ["/portal/", "/portal", "/portal/assets/berth.css", "/portal/drafts", "/portal/drafts/x"] {
            let response = try await browser.get(path)
            #expect(response.headers["Content-Security-Policy"] == PortalRoutes.policy, "\(path)")
            #expect(response.headers["X-Frame-Options"] == "DENY")
            #expect(response.headers["X-Content-Type-Options"] == "nosniff")
            #expect(response.headers["Referrer-Policy"] == "same-origin")
        }
        #expect(PortalRoutes.policy.hasPrefix("default-src 'self';"))
        #expect(try await browser.get("/portal").headers["Location"] == "/portal/")
    }

    /// Forms that are open in browsers outlive a restart.
    @Test func theSecretIsKept() async throws {
        let store = MemoryPortalStore()
        let first = try await Browser.atHome(store: store)
        let second = try await Browser.atHome(store: store)
        #expect(first.portal.guarding.word(of: "a") == second.portal.guarding.word(of: "a"))
        let other = try await Browser.atHome()
        #expect(first.portal.secret().utf8.count == 64)
        #expect(other.portal.guarding.word(of: "a") != other.portal.guarding.word(of: "b"))
    }

    @Test func whatTheServerRefusesIsAPage() async throws {
        let portal = try await Browser.atHome().portal
        let problem = HTTPProblem(
            .bodyTooLarge, .contentTooLarge, "the body is larger than 1048576 bytes", headers: ["Allow": "GET"])
        let response = portal.writeProblem(problem, nil)
        #expect(response.status == .contentTooLarge)
        #expect(response.text.contains("The body is larger than 1048576 bytes."))
        #expect(response.headers["Allow"] == "GET")
        #expect(response.headers["Content-Security-Policy"] == PortalRoutes.policy)
    }

    @Test func brokersAreFoundByTheirName() async throws {
        let portal = try await Browser.atHome().portal
        #expect(portal.broker("here")?.url == "http://127.0.0.1:9")
        #expect(portal.broker("elsewhere") == nil)
    }
}
