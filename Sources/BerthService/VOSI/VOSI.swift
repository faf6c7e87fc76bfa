import BerthDocument
import BerthModel
import BerthRegistry

/// What the Virtual Observatory asks every service. Source: VOSI 1.1; VOResource 1.1; VODataService 1.1.
enum VOSI {
    static let mediaType = "application/xml"

    /// - Parameters:
    ///   - publicURL: where the service is reached from outside, without a slash at the end.
    ///   - securityMethods: what those show who may ask; everybody may when there are none.
    static func capabilities(publicURL: String, securityMethods: [String]) -> String {
        let all = ServiceCapability.all(publicURL: publicURL, securityMethods: securityMethods).map(\.xml).joined()
        return """
            <?xml version="1.0" encoding="UTF-8"?>
            <vosi:capabilities xmlns:vosi="http://www.ivoa.net/xml/VOSICapabilities/v1.0" \
            xmlns:vs="http://www.ivoa.net/xml/VODataService/v1.1" \
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
            \(all)</vosi:capabilities>

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
