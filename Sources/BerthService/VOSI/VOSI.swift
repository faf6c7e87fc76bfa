import BerthModel
import BerthSchemas

/// What the Virtual Observatory asks every service. Source: VOSI 1.1; VOResource 1.1; VODataService 1.2.
enum VOSI {
    static let mediaType = "application/xml"

    static let brokerStandard = "ivo://ivoa.net/std/ExecutionBroker"
    static let capabilitiesStandard = "ivo://ivoa.net/std/VOSI#capabilities"
    static let availabilityStandard = "ivo://ivoa.net/std/VOSI#availability"

    /// Tokens of OpenID providers, and tokens that an administrator hands out. Source: IVOA SSO 2.0.
    static let openIDMethod = "ivo://ivoa.net/sso#OpenID"
    static let tokenMethod = "ivo://ivoa.net/sso#BearerToken"

    /// - Parameters:
    ///   - publicURL: where the service is reached from outside, without a slash at the end.
    ///   - methods: how one says who asks; none when nobody has to.
    static func capabilities(publicURL: String, methods: [String] = []) -> String {
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0" \
        xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        \(capability(brokerStandard, publicURL, use: "base", methods))\
        \(capability(capabilitiesStandard, publicURL + Operation.capabilities.path, use: "full"))\
        \(capability(availabilityStandard, publicURL + Operation.availability.path, use: "full"))\
        </vosi:capabilities>

        """
    }

    private static func capability(
        _ standard: String, _ url: String, use: String, _ methods: [String] = []
    ) -> String {
        let security = methods.map { "      <securityMethod standardID=\"\(Markup.escaped($0))\"/>\n" }.joined()
        return """
          <capability standardID="\(Markup.escaped(standard))">
            <interface xsi:type="vs:ParamHTTP" role="std" version="1.0">
              <accessURL use="\(use)">\(Markup.escaped(url))</accessURL>
        \(security)    </interface>
          </capability>

        """
    }

    static func availability(_ health: Health, upSince: Instant) -> String {
        let notes = health.messages.map { "  <vosi:note>\(Markup.escaped($0))</vosi:note>\n" }.joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
              <vosi:available>\(health.status == .pass)</vosi:available>
              <vosi:upSince>\(upSince)</vosi:upSince>
            \(notes)</vosi:availability>

            """
    }
}

/// Text inside XML and HTML.
enum Markup {
    /// Without what would begin something else; characters that XML cannot hold become `U+FFFD`.
    static func escaped(_ text: String) -> String {
        var escaped = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "\t", "\n", "\r": escaped.unicodeScalars.append(character)
            case "\0"..<" ", "\u{FFFE}", "\u{FFFF}": escaped += "\u{FFFD}"
            default: escaped.unicodeScalars.append(character)
            }
        }
        return escaped
    }
}
