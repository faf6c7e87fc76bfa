import BerthDocument
import BerthModel
import Testing

@testable import BerthOpenStack

struct OpenStackSettingsTests {
    @Test func comesBackAsItWas() {
        var settings = OpenStackSettings()
        settings.authURL = "https://k"
        settings.interface = .internal
        settings.flavors = ["a"]
        settings.pollSeconds = 2
        let (read, problems) = OpenStackSettings.reading(settings.document(for: .yaml), from: .yaml)
        #expect(problems.isEmpty)
        #expect(read == settings)
    }
}
