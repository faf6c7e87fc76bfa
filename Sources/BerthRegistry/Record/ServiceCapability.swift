import BerthDocument

/// What a service can do, by its standard, and where. Source: VOResource 1.1, section 3.2; VODataService 1.1.
package struct ServiceCapability: Sendable, Hashable {
    package var standardID: String
    package var url: String
    /// `base` where paths are added to the URL, `full` where it is all.
    package var use: String
    /// What those show whom it lets in; everybody when there is none.
    package var securityMethods: [String] = []

    package static let broker = "ivo://ivoa.net/std/ExecutionBroker#v1.0"
    package static let capabilities = "ivo://ivoa.net/std/VOSI#capabilities"
    package static let availability = "ivo://ivoa.net/std/VOSI#availability"

    /// The capabilities of a broker.
    ///
    /// - Parameters:
    ///   - publicURL: where it is reached from outside, without a slash at the end.
    ///   - securityMethods: what those show who may ask. What it is, it tells everybody.
    package static func all(publicURL: String, securityMethods: [String]) -> [ServiceCapability] {
        [
            ServiceCapability(
                standardID: broker, url: publicURL, use: "base", securityMethods: securityMethods),
            ServiceCapability(standardID: capabilities, url: publicURL + "/capabilities", use: "full"),
            ServiceCapability(standardID: availability, url: publicURL + "/availability", use: "full"),
        ]
    }

    /// Of a service that knows people by tokens that an administrator hands out, by those of OpenID providers, or both.
    package static func securityMethods(hasUsers: Bool, hasIssuers: Bool) -> [String] {
        (hasIssuers ? [SiteRules.openID] : []) + (hasUsers ? [SiteRules.bearer] : [])
    }

    /// The element, two blanks in; the prefixes `vs` and `xsi` must be known.
    package var xml: String {
        let methods = securityMethods.map { "\n      <securityMethod standardID=\"\(Markup.escaped($0))\"/>" }.joined()
        return """
              <capability standardID="\(Markup.escaped(standardID))">
                <interface xsi:type="vs:ParamHTTP" role="std" version="1.0">
                  <accessURL use="\(use)">\(Markup.escaped(url))</accessURL>\(methods)
                </interface>
              </capability>

            """
    }
}
