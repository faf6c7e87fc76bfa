import BerthBroker
import BerthModel
import BerthPlatform
import BerthRegistry
import BerthRemote
import Testing

@testable import berth

struct FoundSitesTests {
    private func book(_ change: (inout RegistrySettings) -> Void = { _ in }) -> SiteBook {
        var settings = RegistrySettings()
        settings.name = "euro"
        settings.url = "https://reg.example.org/tap"
        settings.groups = ["radio"]
        settings.askSeconds = 3
        change(&settings)
        var book = SiteBook(SiteRules(registries: [settings]), in: ["euro"])
        let services = ["a", "b"].map {
            ListedService(
                ivoid: "ivo://site.org/\($0)", title: nil, url: "https://\($0).example.org",
                standardID: ListedService.standard)
        }
        book.took(RegistryListing(services, isWhole: true), from: "euro", at: Instant(seconds: 7))
        return book
    }

    private func sites() -> FoundSites {
        let log = EventLog(least: .error, format: .json, now: { Instant(seconds: 0) }, write: { _ in })
        return FoundSites(now: { Instant(seconds: 0) }, log: log)
    }

    @Test func whoAnsweredIsAPlatformAndStaysTheSame() throws {
        let sites = sites()
        var book = book()
        #expect(sites.platforms(of: book).isEmpty)
        book.answered("https://a.example.org", at: Instant(seconds: 8))
        let first = try #require(sites.platforms(of: book).first)
        #expect(first.platform.profile.name == "site-org-a")
        #expect(first.isAsked && first.groups == ["radio"])
        #expect(
            first.origin == .init(registry: "euro", identifier: "ivo://site.org/a", listed: Instant(seconds: 7)))
        let remote = try #require(first.platform as? RemotePlatform)
        #expect(remote.settings.url == "https://a.example.org")
        #expect(remote.settings.askSeconds == 3 && remote.settings.tokenFile == nil)
        book.answered("https://b.example.org", at: Instant(seconds: 9))
        #expect(sites.platforms(of: book).map(\.platform.profile.name) == ["site-org-a", "site-org-b"])
    }

    @Test func aTokenThatCannotBeReadTakesTheSiteAway() throws {
        var book = book { settings in
            settings.tokens = [RegistryToken(service: "ivo://site.org/a", tokenFile: "/none/token")]
        }
        book.answered("https://a.example.org", at: Instant(seconds: 8))
        book.answered("https://b.example.org", at: Instant(seconds: 8))
        #expect(sites().platforms(of: book).map(\.platform.profile.name) == ["site-org-b"])
    }
}
