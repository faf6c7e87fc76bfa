import BerthPlatform

/// The one place that turns a NO of the service into the platform's errors. Its words tell paths and addresses of
/// the site, so they are details.
extension PlatformError {
    /// A status that says no.
    ///
    /// - Parameter doing: what it was to do, as "take the workflow".
    static func service(_ status: Int, _ words: String, _ doing: String) -> PlatformError {
        let detail = "status \(status): \(words.prefix(1000))"
        switch status {
        case 401, 403:
            return PlatformError(
                .refused, "The workflow service does not let this broker \(doing).", subject: "access",
                detail: detail)
        case 404, 410: return PlatformError(.notFound, "The workflow service knows no such run.", detail: detail)
        case 429, 500...:
            return PlatformError(.unreachable, "The workflow service could not \(doing) now.", detail: detail)
        default: return PlatformError(.refused, "The workflow service did not \(doing).", detail: detail)
        }
    }
}
