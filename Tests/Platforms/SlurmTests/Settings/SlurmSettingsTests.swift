import BerthDocument
import BerthModel
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
}
