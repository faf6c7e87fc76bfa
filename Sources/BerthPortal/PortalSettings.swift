package import BerthBroker
package import BerthModel

/// What an administrator may set of the portal beside the brokers and catalogues behind it.
package struct PortalSettings: Sendable {
    /// Shown in the footer.
    package var version = "0"
    /// Under which URL browsers reach the service, without a slash at the end.
    package var publicURL = "http://localhost"
    /// Whether browsers reach it under TLS.
    package var isSecure = false
    /// How long drafts that nobody opens, and the history, are kept.
    package var retention = TimeSpan(seconds: 90 * 86_400)

    /// How long offers are kept for somebody who has left their page.
    package var leavingTime = TimeSpan(seconds: 60)
    /// Hears of what a visitor is told of in one sentence without its cause.
    package var log: @Sendable (BrokerEvent) -> Void = { _ in }

    package init() {}
}
