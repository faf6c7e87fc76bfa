package import BerthBroker
package import BerthClient
import BerthHTTP

// What is thrown below, as this room tells it; and every error as a page.

extension PortalError {
    package init(_ error: StoreError) {
        // Where the store is on the machine is nothing for visitors.
        let cause = error.message + (error.cause.map { " (\($0))" } ?? "")
        self.init(.unavailable, "The portal's own store cannot be used now.", cause: cause)
    }

    package init(_ error: ClientError) {
        let code: Code =
            switch error.code {
            case .notFound: .notFound
            case .badRequest: .badForm
            case .notIdentified: .notSignedIn
            case .notAllowed: .notAllowed
            case .wrongPhase: .conflict
            case .gone: .gone
            default: .unavailable
            }
        self.init(code, error.message, cause: error.cause)
    }

    /// For the log of who runs the portal, where there is more than the visitor is told. Causes come from stores,
    /// brokers and providers, whose errors hold neither tokens nor what was asked.
    func event(at route: String) -> BrokerEvent? {
        guard let cause else { return nil }
        return BrokerEvent(
            code == .unavailable ? .warning : .info, "portal.refused",
            ["route": route, "code": code.rawValue, "problem": message, "cause": cause])
    }

    var status: HTTPStatus {
        switch code {
        case .notFound: .notFound
        case .badForm: .badRequest
        case .foreignForm, .notAllowed: .forbidden
        case .tooLarge: .contentTooLarge
        case .notSignedIn: .unauthorized
        case .conflict: .conflict
        case .gone: .gone
        case .unavailable: .unavailable
        }
    }

    private var title: String {
        switch code {
        case .notFound: "Not here"
        case .badForm: "This cannot be read"
        case .foreignForm: "This form is not ours"
        case .tooLarge: "Too much"
        case .notSignedIn: "Sign in first"
        case .notAllowed: "Not allowed"
        case .conflict: "Changed in the meantime"
        case .gone: "No longer held"
        case .unavailable: "Not now"
        }
    }

    package var page: PortalPage {
        var page = PortalPage(
            title,
            """
            <h1>\(title)</h1>
            <p class="notice bad" role="alert">\(message)</p>
            <p><a class="button" href="\(href: way?.path ?? "/portal/")">\(way?.title ?? "To the front page")</a></p>
            """)
        page.status = status
        return page
    }
}
