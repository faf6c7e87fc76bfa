import BerthDocument
import BerthModel
import BerthSoftware
import Testing

@testable import berth

struct ConfigurationCheckPortalTests {
    @Test func whatCannotBeMeant() {
        var portal = PortalConfiguration()
        for (name, url) in [("east", "https://e"), ("here", "https://e"), ("a b", "ftp://e"), ("east", "https://e")] {
            var broker = PortalBrokerConfiguration()
            broker.name = name
            broker.url = url
            portal.brokers.append(broker)
        }
        var folder = CatalogueSettings()
        folder.name = "own"
        folder.folder = "/tmp"
        portal.catalogues = [folder, folder, CatalogueSettings()]
        portal.retention = .zero
        let problems = ConfigurationCheck.portalProblems(of: portal)
        #expect(
            problems.map(\.path.description) == [
                "portal.brokers[1].name", "portal.brokers[2].name", "portal.brokers[2].url", "portal.brokers[3].name",
                "portal.catalogues[1].name", "portal.catalogues[2].name", "portal.retention",
            ])
        portal = PortalConfiguration()
        portal.retention = ConfigurationCheck.longest
        #expect(ConfigurationCheck.portalProblems(of: portal).isEmpty)
        portal.retention = ConfigurationCheck.longest + TimeSpan(seconds: 1)
        #expect(ConfigurationCheck.portalProblems(of: portal).count == 1)
    }

    /// What visitors sign in with is not for whoever sits on the way.
    @Test func tokensGoInTheClearToThisMachineOnly() {
        let urls = [
            "http://east.example", "http://localhost:1@east.example/", "http://127.0.0.1.east.example/",
            "https://east.example", "http://localhost:8080", "http://127.0.0.1/", "http://[::1]:80",
        ]
        var portal = PortalConfiguration()
        for (index, url) in urls.enumerated() {
            var broker = PortalBrokerConfiguration()
            broker.name = "b\(index)"
            broker.url = url
            portal.brokers.append(broker)
        }
        let problems = ConfigurationCheck.portalProblems(of: portal)
        #expect(
            problems.map(\.path.description) == [
                "portal.brokers[0].url", "portal.brokers[1].url", "portal.brokers[2].url",
            ])
        #expect(problems.first?.message.contains("write an address with https://.") == true)
    }

    @Test func whenThereIsAPortal() {
        var portal = PortalConfiguration()
        #expect(portal.isOn(asksWhoAsks: false))
        #expect(!portal.isOn(asksWhoAsks: true))
        portal.administrators = ["ada"]
        #expect(portal.isOn(asksWhoAsks: true))
        (portal, _) = PortalConfiguration.reading(["enabled": false, "administrators": ["ada"]], from: .yaml)
        #expect(!portal.isOn(asksWhoAsks: false))
    }
}
