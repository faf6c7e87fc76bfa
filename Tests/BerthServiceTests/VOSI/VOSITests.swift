import BerthDocument
import BerthModel
import Testing

@testable import BerthService

@Suite struct VOSITests {
    @Test func capabilitiesNameEachStandardAndItsAddress() throws {
        let text = VOSI.capabilities(publicURL: "http://host/a?b&c", securityMethods: [])
        // Documents of ours have no text beside attributes; the rest of it is read as they are.
        let plain = text.replacing(" use=\"base\"", with: "").replacing(" use=\"full\"", with: "")
        let (root, document) = try Document.readXML(Array(plain.utf8))
        #expect(root == "capabilities")
        guard case .list(let capabilities)? = document["capability"] else { return #expect(Bool(false)) }
        #expect(
            capabilities.map { $0["standardID"]?.text } == [
                "ivo://ivoa.net/std/ExecutionBroker#v1.0", "ivo://ivoa.net/std/VOSI#capabilities",
                "ivo://ivoa.net/std/VOSI#availability",
            ])
        #expect(
            capabilities.map { $0["interface"]?["accessURL"]?.text } == [
                "http://host/a?b&c", "http://host/a?b&c/capabilities", "http://host/a?b&c/availability",
            ])
        #expect(text.contains("<accessURL use=\"base\">http://host/a?b&amp;c</accessURL>"))
        #expect(text.contains("xmlns:vosi=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\""))
        #expect(!text.contains("securityMethod"))
    }

    /// What the service is it tells everybody; only the broker wants a token.
    @Test func whoMayAskIsSaid() {
        let text = VOSI.capabilities(publicURL: "http://host", securityMethods: ["ivo://ivoa.net/sso#OpenID", "a&b"])
        let method =
            "\n      <securityMethod standardID=\"ivo://ivoa.net/sso#OpenID\"/>"
            + "\n      <securityMethod standardID=\"a&amp;b\"/>"
        #expect(text.contains("<accessURL use=\"base\">http://host</accessURL>\(method)"))
        #expect(text.split(separator: "<securityMethod").count == 3)
    }

    @Test func availabilityOfAServiceThatWorks() {
        #expect(
            VOSI.availability(Health(status: .pass, version: nil), upSince: Instant(seconds: 0)) == """
                <?xml version="1.0" encoding="UTF-8"?>
                <vosi:availability xmlns:vosi="http://www.ivoa.net/xml/VOSIAvailability/v1.0">
                  <vosi:available>true</vosi:available>
                  <vosi:upSince>1970-01-01T00:00:00Z</vosi:upSince>
                </vosi:availability>

                """)
    }

    @Test func availabilityOfAServiceThatDoesNot() throws {
        let health = Health(status: .fail, version: nil, messages: ["No <disk>.", "Nothing."])
        let text = VOSI.availability(health, upSince: Instant(seconds: 0))
        let (_, document) = try Document.readXML(Array(text.utf8))
        #expect(document["available"] == .plain("false"))
        #expect(document["note"] == [.plain("No <disk>."), .plain("Nothing.")])
    }
}
