import Testing

@testable import BerthRegistry

struct SiteRulesTests {
    private func objection(
        _ url: String, _ methods: [String] = [], open: Bool = true, version: String = "#v1.0",
        _ change: (inout RegistrySettings) -> Void = { _ in }
    ) -> String? {
        var settings = RegistrySettings()
        settings.name = "reg"
        settings.url = "https://reg.example.org"
        change(&settings)
        let rules = SiteRules(
            registries: [settings], own: ["https://Me.example.org/berth/"], configured: ["https://b.example.org": "b"])
        return rules.objection(
            to: ListedService(
                ivoid: "ivo://site.org/x", title: nil, url: url,
                standardID: "ivo://ivoa.net/std/ExecutionBroker" + version, securityMethods: methods, isOpen: open),
            from: "reg")
    }

    @Test func whoIsAsked() {
        #expect(objection("https://a.example.org") == nil)
        #expect(objection("http://8.8.8.8/berth") == nil)
        #expect(objection("https://a.example.org", version: "") == nil)
        #expect(objection("http://127.0.0.1:80") { $0.addresses = ["127.0.0.1"] } == nil)
        #expect(objection("https://a.example.org") { $0.only = ["ivo://other/*", "https://a.*"] } == nil)
        #expect(objection("https://a.example.org", ["ivo://ivoa.net/sso#BasicAA"], open: true) == nil)
    }

    @Test func whoIsNot() {
        #expect(
            objection("unix:/run/x")
                == "its URL cannot be used: unix is not a protocol that data can be fetched with here; http and https "
                + "are")
        #expect(
            objection("https://u:p@a.example.org")
                == "its URL is not one of a broker: it has a query, a fragment or a user")
        #expect(objection("https://a.example.org/?x")?.hasPrefix("its URL is not one of a broker") == true)
        #expect(objection("https://me.EXAMPLE.org/berth") == "it is this service itself")
        #expect(objection("https://b.example.org/") == "it is asked already, as the platform b")
        #expect(
            objection("https://a.example.org", version: "#v2.1")
                == "it speaks version 2.1 of the standard, and 1.x is spoken here")
        #expect(objection("https://a.example.org") { $0.only = ["ivo://other/*"] } == "it fits no pattern of only")
        #expect(
            objection("https://a.example.org") { $0.except = ["ivo://SITE.org/*"] }
                == "it fits the pattern ivo://SITE.org/* of except")
        #expect(
            objection("http://169.254.169.254/latest")
                == "its address 169.254.169.254 is inside this site; the registry's key addresses can allow it")
        #expect(objection("http://[::1]:80")?.hasPrefix("its address ::1 is inside this site") == true)
        #expect(
            SiteRules(registries: []).objection(
                to: ListedService(ivoid: "", title: nil, url: "https://a", standardID: ""), from: "reg")
                == "no registry of that name is configured")
    }

    private func token(_ settings: inout RegistrySettings) {
        settings.tokens = [RegistryToken(service: "ivo://site.org/*", tokenFile: "/t")]
    }

    @Test func whoLetsInOnlySome() {
        let oauth = "ivo://ivoa.net/sso#oauth"
        #expect(
            objection("https://a.example.org", [oauth], open: false)
                == "it lets in who shows a token, and none is configured for it")
        #expect(objection("https://a.example.org", [oauth], open: false, token) == nil)
        #expect(
            objection("https://a.example.org", ["ivo://ivoa.net/sso#BasicAA", "x"], open: false, token)
                == "it lets in who shows ivo://ivoa.net/sso#BasicAA or x, which nobody can here")
        #expect(
            objection("https://a.example.org", [], open: false, token)
                == "it lets in only who it knows, and does not say how")
        #expect(
            objection("http://a.example.org", [], open: true, token)
                == "a token is configured for it, and is sent over https:// only")
        #expect(
            objection("http://localhost:8470", [], open: true, { token(&$0) }) == nil)
    }

    /// What looks like a number of this machine may be a name of another.
    @Test(arguments: [
        ("http://127.example.org", false), ("http://localhost.example.org", false), ("HTTP://a.example.org", false),
        ("http://localhost:1", true), ("https://a.example.org", true),
    ])
    func aTokenIsNotSentInTheOpen(_ url: String, _ isSent: Bool) {
        let said = objection(url) { $0.tokens = [RegistryToken(service: "ivo://site.org/*", tokenFile: "/t")] }
        #expect((said == nil) == isSent)
        #expect(isSent || said == "a token is configured for it, and is sent over https:// only")
    }
}
