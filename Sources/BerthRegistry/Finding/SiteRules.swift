import BerthData
import BerthHTTP

/// What decides whether a service that was found is asked.
package struct SiteRules: Sendable {
    /// By name.
    package var registries: [String: RegistrySettings]
    /// URLs of this service itself.
    package var own: Set<String>
    /// Names of platforms by the URL at which the configuration has a broker.
    package var configured: [String: String]
    /// Names that are taken.
    package var takenNames: Set<String>

    package init(
        registries: [RegistrySettings], own: [String] = [], configured: [String: String] = [:],
        takenNames: [String] = []
    ) {
        self.registries = Dictionary(registries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        self.own = Set(own.map(Self.key))
        self.configured = Dictionary(configured.map { (Self.key($0), $1) }, uniquingKeysWith: { first, _ in first })
        self.takenNames = Set(takenNames)
    }

    /// Source: SSO 2.0, table 1: what stands for a token in the header Authorization.
    package static let bearer = "ivo://ivoa.net/sso#OAuth"
    package static let openID = "ivo://ivoa.net/sso#OpenID"
    private static let bearers: Set<String> = [
        bearer.lowercased(), "ivo://ivoa.net/sso#token", "ivo://ivoa.net/sso#bearertoken", "ivo://ivoa.net/sso#openid",
    ]

    /// Why a service is not asked, as the end of a sentence; nil when it is.
    ///
    /// - Parameter registry: that lists it.
    package func objection(to service: ListedService, from registry: String) -> String? {
        guard let settings = registries[registry] else { return "no registry of that name is configured" }
        if let fault = DataURL.fault(of: service.url) { return "its URL cannot be used: \(fault)" }
        if service.url.contains("?") || service.url.contains("#") || service.url.contains("@") {
            return "its URL is not one of a broker: it has a query, a fragment or a user"
        }
        if own.contains(Self.key(service.url)) { return Self.itself }
        if let name = configured[Self.key(service.url)] { return "it is asked already, as the platform \(name)" }
        if !service.isOfKnownVersion {
            return "it speaks version \(service.version ?? "") of the standard, and 1.x is spoken here"
        }
        if !settings.only.isEmpty, !settings.only.contains(where: { NamePattern($0).fits(service) }) {
            return "it fits no pattern of only"
        }
        if let pattern = settings.except.first(where: { NamePattern($0).fits(service) }) {
            return "it fits the pattern \(pattern) of except"
        }
        // A name is looked at when it is connected to; a number says it at once.
        let host = DataURL.host(of: service.url)
        if NetworkAddress(host) != nil, !settings.allows(host) {
            return "its address \(host) is inside this site; the registry's key addresses can allow it"
        }
        return closed(service, settings)
    }

    package static let itself = "it is this service itself"

    /// Source: VOResource 1.1, section 3.2.2.
    private func closed(_ service: ListedService, _ settings: RegistrySettings) -> String? {
        let token = settings.token(for: service)
        let place = URLPlace(service.url)
        // What looks like an address of this machine may be a name of another: 127.example.org.
        if token != nil, !(place?.isSecure ?? false), !(place?.isThisMachine ?? false) {
            return "a token is configured for it, and is sent over https:// only"
        }
        if service.isOpen { return nil }
        if service.securityMethods.contains(where: { Self.bearers.contains($0.lowercased()) }) {
            return token == nil ? "it lets in who shows a token, and none is configured for it" : nil
        }
        return service.securityMethods.isEmpty
            ? "it lets in only who it knows, and does not say how"
            : "it lets in who shows \(service.securityMethods.joined(separator: " or ")), which nobody can here"
    }

    /// As URLs are compared: scheme and host in lower case, without a slash at the end.
    static func key(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        let parts = url.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return url.lowercased() }
        let front = parts[..<3].joined(separator: "/").lowercased()
        return parts.count == 3 ? front : front + "/" + parts[3]
    }
}
