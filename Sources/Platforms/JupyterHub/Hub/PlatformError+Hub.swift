import BerthPlatform

/// The one place that turns a NO of the hub into the platform's errors. Its words tell names of users and addresses
/// of the site, so they are details.
extension PlatformError {
    /// A status that says no.
    ///
    /// - Parameter doing: what it was to do, as "start a server".
    static func hub(_ status: Int, _ words: String, _ doing: String) -> PlatformError {
        let detail = "status \(status): \(words.prefix(1000))"
        switch status {
        case 401, 403:
            return PlatformError(
                .refused, "The hub does not let this broker \(doing).", subject: "access", detail: detail)
        case 404, 410: return PlatformError(.notFound, "The hub has no such user or server.", detail: detail)
        case 429:
            return PlatformError(
                .refused, "The hub has no room to \(doing) now; try again later.", subject: "room", detail: detail)
        case 502...504: return PlatformError(.unreachable, "The hub could not \(doing) now.", detail: detail)
        default: return PlatformError(.refused, "The hub could not \(doing).", detail: detail)
        }
    }
}
