import BerthData
package import BerthModel

/// What a site says about one registry in which platforms are found: keys of the configuration file.
package struct RegistrySettings: Shaped {
    package var name = "registry"
    package var kind: RegistryKind? = .regtap
    package var url = ""
    package var refresh = TimeSpan(seconds: 3600)
    package var only: [String] = []
    package var except: [String] = []
    package var groups: [String] = []
    package var tokens: [RegistryToken] = []
    package var authorityFile: String?
    package var addresses: [String] = []
    package var registrySeconds: Int64 = 60
    package var askSeconds: Int64 = 8
    package var services: Int64 = 100

    package init() {}

    package static let shape = Shape<RegistrySettings>(
        "RegistrySettings", "What a site says about one registry in which platforms are found.",
        [
            Field("name", \.name, "Name of the registry in answers; registry unless set."),
            Field("kind", \.kind, "regtap for a searchable registry (TAP), oai for a publishing one (OAI-PMH)."),
            Field("url", \.url, "URL of its TAP service, without /sync; or of its OAI-PMH interface."),
            Field("refresh", \.refresh, "How often it is asked; PT1H unless set."),
            Field(
                "only", \.only,
                "Patterns with *, of identifiers or URLs, such as ivo://astron.nl/*; only these services are asked."),
            Field("except", \.except, "Patterns; these services are not asked."),
            Field("groups", \.groups, "Groups that may use what is found; everybody unless set."),
            Field("tokens", \.tokens, "Which services see which token; none sees one unless set."),
            Field(
                "authorityFile", \.authorityFile,
                "Certificates in PEM that are trusted in place of the system's, for it and for what it lists."),
            Field(
                "addresses", \.addresses,
                "Ranges of internal addresses, such as 10.1.0.0/16, where services may be asked; others are public."),
            Field("registrySeconds", \.registrySeconds, "Seconds that it may take for its list; 60 unless set."),
            Field("askSeconds", \.askSeconds, "Seconds that a service has for an answer; 8 unless set."),
            Field("services", \.services, "Services of it that are asked at most; 100 unless set."),
        ])
}

/// The kinds of registry. Source: Registry Interfaces 1.1; RegTAP 1.1.
package enum RegistryKind: String, ModelEnumeration {
    case regtap, oai

    package static let name = "RegistryKind"
    package static let summary = "The kinds of registry."
}

/// A token, and who may see it.
package struct RegistryToken: Shaped {
    package var service = ""
    package var tokenFile = ""

    package init() {}

    package init(service: String, tokenFile: String) {
        self.service = service
        self.tokenFile = tokenFile
    }

    package static let shape = Shape<RegistryToken>(
        "RegistryToken", "A token, and who may see it.",
        [
            Field("service", \.service, "Pattern with *, of identifiers or URLs of the services that see the token."),
            Field("tokenFile", \.tokenFile, "File with the token that tells them who asks."),
        ])
}

extension RegistrySettings {
    /// More than this is never asked, whatever the registry lists.
    package static let mostServices: Int64 = 1000

    /// Looks for keys that cannot be meant. Nobody is asked.
    ///
    /// - Throws: `badSetting`, with the key and what would be right.
    package func check() throws(RegistryError) {
        if name.isEmpty || !name.utf8.allSatisfy({ $0 > 32 && $0 != 127 }) {
            throw Self.wrong("name", "the registry needs a name without blanks")
        }
        if kind == nil { throw Self.wrong("kind", "write regtap or oai") }
        if url.isEmpty { throw Self.wrong("url", "this is missing; it says where the registry is") }
        if let fault = DataURL.fault(of: url) { throw Self.wrong("url", "\(url) cannot be used: \(fault)") }
        if url.contains("?") || url.contains("#") {
            throw Self.wrong("url", "\(url) must stand without a query; the questions are added here")
        }
        if refresh < TimeSpan(seconds: 60) {
            throw Self.wrong("refresh", "\(refresh) is too often; write PT1M or more")
        }
        if refresh > TimeSpan(seconds: 30 * 86_400) {
            throw Self.wrong("refresh", "\(refresh) is too seldom; write P30D or less")
        }
        for (index, range) in addresses.enumerated() where AddressRange(range) == nil {
            throw Self.wrong("addresses[\(index)]", "\(range) is no range of addresses, such as 10.1.0.0/16")
        }
        for (index, token) in tokens.enumerated() {
            if token.service.isEmpty {
                throw Self.wrong("tokens[\(index)].service", "this is missing; it says who sees the token")
            }
            if !token.tokenFile.hasPrefix("/") {
                throw Self.wrong("tokens[\(index)].tokenFile", "this has to be a path from / on")
            }
        }
        if let authorityFile, !authorityFile.hasPrefix("/") {
            throw Self.wrong("authorityFile", "this has to be a path from / on")
        }
        if groups.contains("") { throw Self.wrong("groups", "a group has no name; leave it out") }
        for (key, value, most) in [
            ("registrySeconds", registrySeconds, 3600), ("askSeconds", askSeconds, 3600),
            ("services", services, Self.mostServices),
        ] where !(1...most).contains(value) {
            throw Self.wrong(key, "\(value) cannot be; write a number from 1 to \(most)")
        }
    }

    private static func wrong(_ key: String, _ message: String) -> RegistryError {
        RegistryError(.badSetting, message + ".", subject: key)
    }

    /// Which addresses may be connected to, for what the registry lists.
    ///
    /// - Parameter host: a numeric address.
    package func allows(_ host: String) -> Bool {
        guard let address = NetworkAddress(host) else { return false }
        return AddressRule(allowed: addresses.compactMap { AddressRange($0) }).allows(address)
    }

    /// The token that a service may see; the first pattern that fits counts.
    package func token(for service: ListedService) -> RegistryToken? {
        tokens.first { NamePattern($0.service).fits(service) }
    }
}
