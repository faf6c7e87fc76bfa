/// What an administrator may set of the portal beside the brokers and catalogues behind it.
package struct PortalSettings: Sendable {
    /// Shown in the footer.
    package var version = "0"
    /// Under which URL browsers reach the service, without a slash at the end.
    package var publicURL = "http://localhost"
    /// Whether browsers reach it under TLS.
    package var isSecure = false

    package init() {}
}
