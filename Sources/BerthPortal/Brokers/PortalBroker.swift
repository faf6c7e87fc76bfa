package import BerthClient
import BerthHTTP

/// A broker that visitors ask through the portal.
package struct PortalBroker: Sendable {
    /// One word; it stands in addresses of sessions: `/portal/sessions/{broker}/{id}`.
    package let name: String
    /// As people see it.
    package let title: String
    package let url: String
    /// Kept for all visitors: connections are shared, tokens go with each request.
    private let http: HTTPClient

    /// The broker that this portal belongs to.
    package static let own = "here"

    package init(name: String, title: String, url: String, authorityFile: String? = nil) {
        self.name = name
        self.title = title
        self.url = url
        var settings = HTTPClientSettings()
        settings.userAgent = "berth-portal"
        settings.authorityPath = authorityFile
        // Each session that somebody watches has a stream of events and two of output.
        settings.connectionsPerHost = 4_096
        http = HTTPClient(settings)
    }

    /// Speaks to the broker as a visitor.
    ///
    /// - Throws: `badAddress`, `badToken`.
    package func client(for visitor: PortalVisitor?) throws(ClientError) -> BrokerClient {
        try BrokerClient(url: url, token: visitor?.token, sharing: http)
    }

    package func close() async { await http.close() }
}
