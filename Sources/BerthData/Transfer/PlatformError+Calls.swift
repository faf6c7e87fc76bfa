package import BerthHTTP
package import BerthPlatform

extension PlatformError {
    /// A call of a service that got no answer. What the client says tells addresses of the site, so it is a detail.
    ///
    /// - Parameter service: what was called, as "hub".
    package static func call(of service: String, _ error: HTTPError) -> PlatformError {
        switch error.code {
        case .cancelled: PlatformError(.cancelled, "The call of the \(service) was cancelled.")
        case .untrusted, .localFailure, .badRequest, .addressRefused:
            PlatformError(
                .refused, "The \(service) cannot be called as this site has set it up.", detail: error.description)
        case .tooLarge:
            PlatformError(.broken, "The answer of the \(service) is larger than is read.", detail: error.description)
        case .tooSlow:
            PlatformError(.unreachable, "The \(service) did not answer in time.", detail: error.description)
        case .unreachable, .brokenReply, .peerGone, .stopped:
            PlatformError(.unreachable, "The \(service) does not answer.", detail: error.description)
        }
    }
}
