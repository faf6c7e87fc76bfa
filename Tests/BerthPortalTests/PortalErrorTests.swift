import BerthBroker
import BerthClient
import BerthHTTP
import Testing

@testable import BerthPortal

struct PortalErrorTests {
    @Test(arguments: [
        (PortalError.Code.notFound, 404), (.badForm, 400), (.foreignForm, 403), (.tooLarge, 413), (.notSignedIn, 401),
        (.notAllowed, 403), (.conflict, 409), (.gone, 410), (.unavailable, 503),
    ])
    func everyCodeIsAPage(_ code: PortalError.Code, _ status: Int) {
        let page = PortalError(code, "What <is> wrong.", way: PortalWay("/portal/ask", "On")).page
        #expect(page.status.code == status)
        #expect(page.content.text.contains("What &lt;is&gt; wrong."))
        #expect(page.content.text.contains("<a class=\"button\" href=\"/portal/ask\">On</a>"))
    }

    /// Whoever runs the portal reads the cause, which no visitor is told; without one there is nothing more to say.
    @Test func theCauseIsForTheLog() {
        #expect(PortalError(.gone, "Gone.").event(at: "/x") == nil)
        let event = PortalError(StoreError(.full, "/srv/portal.db is full.", cause: "ENOSPC")).event(at: "/portal/{id}")
        #expect(
            event
                == BrokerEvent(
                    .warning, "portal.refused",
                    [
                        "route": "/portal/{id}", "code": "unavailable",
                        "problem": "The portal's own store cannot be used now.",
                        "cause": "/srv/portal.db is full. (ENOSPC)",
                    ]))
        #expect(PortalError(.notAllowed, "No.", cause: "c").event(at: "/")?.level == .info)
    }

    @Test func whatIsThrownBelow() {
        let full = PortalError(StoreError(.full, "/srv/portal.db is full.", cause: "ENOSPC"))
        #expect(full.code == .unavailable)
        #expect(full.page.content.text.contains("The portal&#39;s own store cannot be used now."))
        #expect(!full.page.content.text.contains("/srv") && full.cause == "/srv/portal.db is full. (ENOSPC)")
        let codes: [(ClientError.Code, PortalError.Code)] = [
            (.notFound, .notFound), (.badRequest, .badForm), (.notIdentified, .notSignedIn), (.notAllowed, .notAllowed),
            (.wrongPhase, .conflict), (.gone, .gone), (.unreachable, .unavailable), (.tooMany, .unavailable),
        ]
        for (code, expected) in codes { #expect(PortalError(ClientError(code, "x")).code == expected) }
        #expect("\(PortalError(.gone, "a", cause: "b"))" == "a (b)")
    }
}
