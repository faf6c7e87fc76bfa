import BerthData
import BerthHTTP
import BerthModel
import Testing

@testable import BerthSoftware

struct CatalogueSettingsTests {
    private static func settings(_ change: (inout CatalogueSettings) -> Void) -> CatalogueSettings {
        var settings = CatalogueSettings()
        settings.name = "ossr"
        settings.service = "https://zenodo.org/api"
        change(&settings)
        return settings
    }

    @Test func eachOfTheThree() throws {
        let all = [
            Self.settings { _ in },
            Self.settings { ($0.service, $0.folder) = (nil, "/x") },
            Self.settings { ($0.service, $0.list) = (nil, ["https://a.org/codemeta.json"]) },
        ]
        for settings in all { try settings.check() }
        let parts = all.map { $0.part(HTTPClient(), MemoryShelf(), now: { Sample.now }) }
        #expect(parts.map(\.name) == ["ossr", "ossr", "ossr"])
        #expect(parts[0].catalogue is ZenodoCatalogue)
        #expect(parts[1].catalogue is FolderCatalogue)
        #expect(parts[2].catalogue is ListCatalogue)
    }

    @Test(arguments: [
        (
            settings { $0.name = "O S" },
            "The setting name of a catalogue is missing or no short name; write letters, digits and dashes, as ossr."
        ),
        (
            settings { $0.folder = "/x" },
            "The catalogue ossr needs one of service, list and folder, and no two of them."
        ),
        (
            settings { $0.service = "zenodo" },
            "The setting service of a catalogue cannot be used: it does not begin with http:// or https://."
        ),
        (
            settings { ($0.service, $0.list) = (nil, ["ftp://x/y"]) },
            "The setting list of a catalogue has ftp://x/y, which cannot be used: ftp is not a protocol that data can "
                + "be fetched with here; http and https are."
        ),
        (
            settings { ($0.service, $0.list) = (nil, Array(repeating: "https://a.org/x", count: 501)) },
            "The setting list of a catalogue has more than 500 addresses; make two catalogues of it."
        ),
        (
            settings { $0.dataAddresses = ["here"] },
            "The setting dataAddresses of a catalogue has here, which is no address or range such as 10.0.0.0/8."
        ),
        (
            settings { $0.maximumAge = TimeSpan(seconds: -1) },
            "The setting maximumAge of a catalogue is below zero; write a duration such as PT15M."
        ),
    ])
    func whatCannotBeMeant(_ settings: CatalogueSettings, _ message: String) async {
        let error = await SoftwareError.of { try settings.check() }
        #expect(error?.code == .badSettings)
        #expect(error?.message == message)
    }
}
