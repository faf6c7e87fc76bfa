/// What a service can do, by its standard, and where. Source: VOResource 1.1, section 3.2; VODataService 1.1.
package struct ServiceCapability: Sendable, Hashable {
    package var standardID: String
    package var url: String
    /// `base` where paths are added to the URL, `full` where it is all.
    package var use: String
    /// What it lets in who shows; everybody when there is none.
    package var securityMethod: String?

    package static let broker = "ivo://ivoa.net/std/ExecutionBroker#v1.0"
    package static let capabilities = "ivo://ivoa.net/std/VOSI#capabilities"
    package static let availability = "ivo://ivoa.net/std/VOSI#availability"

    /// The capabilities of a broker.
    ///
    /// - Parameters:
    ///   - publicURL: where it is reached from outside, without a slash at the end.
    ///   - needsToken: whether only who is known may ask. What it is, it tells everybody.
    package static func all(publicURL: String, needsToken: Bool) -> [ServiceCapability] {
        [
            ServiceCapability(
                standardID: broker, url: publicURL, use: "base",
                securityMethod: needsToken ? SiteRules.bearer : nil),
            ServiceCapability(standardID: capabilities, url: publicURL + "/capabilities", use: "full"),
            ServiceCapability(standardID: availability, url: publicURL + "/availability", use: "full"),
        ]
    }

    /// The element, two blanks in; the prefixes `vs` and `xsi` must be known.
    package var xml: String {
        let method = securityMethod.map {
            "\n      <securityMethod standardID=\"\(Markup.escaped($0))\"/>"
        }
        return """
              <capability standardID="\(Markup.escaped(standardID))">
                <interface xsi:type="vs:ParamHTTP" role="std" version="1.0">
                  <accessURL use="\(use)">\(Markup.escaped(url))</accessURL>\(method ?? "")
                </interface>
              </capability>

            """
    }
}
