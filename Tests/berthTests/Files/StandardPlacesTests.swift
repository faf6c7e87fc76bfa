import Testing

@testable import berth

struct StandardPlacesTests {
    func places(_ environment: [String: String]) -> StandardPlaces { StandardPlaces { environment[$0] } }

    @Test func theEnvironmentSaysWhere() {
        let places = places(["XDG_STATE_HOME": "/s", "XDG_CONFIG_HOME": "/c", "HOME": "/h"])
        #expect(places.stateFolder == "/s/berth")
        #expect(places.configurationFiles == ["/c/berth/config.yaml", "/etc/berth/config.yaml"])
        #expect(places.rememberedOffers == "/s/berth/last-offers.json")
    }

    @Test func elseTheHome() {
        // Relative paths are to be ignored.
        let places = places(["XDG_STATE_HOME": "s", "XDG_CONFIG_HOME": "", "HOME": "/h"])
        #expect(places.stateFolder == "/h/.local/state/berth")
        #expect(places.configurationFiles == ["/h/.config/berth/config.yaml", "/etc/berth/config.yaml"])
    }

    @Test func elseThoseOfTheSystem() {
        #expect(places([:]).stateFolder == "/var/lib/berth")
        #expect(places([:]).configurationFiles == ["/etc/berth/config.yaml"])
    }

    @Test func signInsOfBrokers() {
        let places = places(["XDG_CONFIG_HOME": "/c"])
        #expect(places.login(at: "https://b.example:8470/x/") == "/c/berth/logins/https__b.example_3a_8470_x.json")
        #expect(places.login(at: "unix:/run/b") == "/c/berth/logins/unix_3a__run_b.json")
        #expect(places.login(at: "http://a/../b") == "/c/berth/logins/http__a_.._b.json")
    }
}
