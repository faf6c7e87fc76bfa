import Testing

@testable import BerthRegistry

struct PublishSettingsTests {
    static var full: PublishSettings {
        var settings = PublishSettings()
        settings.authority = "site.org"
        settings.title = "Broker of\n  the <site>"
        settings.shortName = "SiteBroker"
        settings.description = "Runs tasks & more."
        settings.publisher = "The site"
        settings.contact.name = "Ada"
        settings.contact.email = "ada@site.org"
        settings.subjects = ["astronomy-software", "radio-astronomy"]
        return settings
    }

    private func problem(_ change: (inout PublishSettings) -> Void) -> String? {
        var settings = Self.full
        change(&settings)
        do throws(RegistryError) {
            try settings.check()
            return nil
        } catch {
            #expect(error.code == .badSetting)
            return "\(error.subject ?? ""): \(error.message)"
        }
    }

    @Test func whatIsRight() throws {
        #expect(problem { _ in } == nil)
        #expect(problem { $0 = PublishSettings() } == nil)
        #expect(PublishSettings().ivoid == nil)
        #expect(Self.full.ivoid == "ivo://site.org/berth")
        #expect(problem { $0.identifier = "brokers/one" } == nil)
        #expect(problem { $0.shortName = "0123456789abcdef" } == nil)
    }

    @Test func whatIsMissingOrCannotBeMeant() {
        #expect(
            problem { $0.authority = nil }
                == "authority: this is missing; it is the front of the identifier, such as site.org.")
        #expect(
            problem { $0.authority = "a b" }
                == "authority: a b is no authority, such as site.org: 3 letters, digits and .-_ or more.")
        #expect(
            problem { $0.identifier = "/x" }
                == "identifier: /x cannot stand in an identifier; write a word such as berth.")
        #expect(problem { $0.title = " " } == "title: this is missing; registries want it of everybody.")
        #expect(problem { $0.contact.email = nil }?.hasPrefix("contact.email: ") == true)
        #expect(
            problem { $0.shortName = "0123456789abcdefg" } == "shortName: 0123456789abcdefg has more than 16 bytes.")
        #expect(problem { $0.subjects = [""] } == "subjects: a subject is empty; leave it out.")
        #expect(
            problem { $0.referenceURL = "page" }
                == "referenceURL: page cannot be used: it does not begin with http:// or https://.")
    }
}
