import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmSettingsTests {
    @Test func comesBackAsItWas() {
        var settings = SlurmSettings()
        settings.partition = "short"
        settings.pollSeconds = 2
        let (read, problems) = SlurmSettings.reading(settings.document(for: .yaml), from: .yaml)
        #expect(problems.isEmpty)
        #expect(read == settings)
    }

    @Test("only where the site wants reservations is it a platform that holds its offers")
    func holds() throws {
        var settings = SlurmSettings()
        settings.stateDirectory = "/shared/berth"
        #expect(!(try settings.platform() is any OfferHolding))
        settings.reservations = true
        #expect(try settings.platform() is any OfferHolding)
        settings.holdSeconds = 0
        let error = #expect(throws: PlatformError.self) { _ = try settings.platform() }
        #expect(error?.message == "The setting holdSeconds is 0; it must be at least 1.")
    }
}
