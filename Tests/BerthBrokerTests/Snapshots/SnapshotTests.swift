import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct SnapshotTests {
    @Test func settingsComeBack() {
        var settings = BrokerSettings()
        settings.publicURL = "https://x.example"
        settings.defaults.cores = 3
        settings.offersPerAnswer = 2
        settings.unfinishedPerPerson = 7
        settings.answerTime = TimeSpan(milliseconds: 1500)
        let document = SnapshotSettings(settings).document(for: .yaml)
        let again = SnapshotSettings.reading(document, from: .yaml).value
        #expect(again == SnapshotSettings(settings))
        #expect(SnapshotSettings(again.brokerSettings) == again)
    }

    /// A file may say anything.
    @Test func numbersThatCannotBeAreTakenAsTheNearestThatCan() {
        var settings = SnapshotSettings()
        settings.offersPerAnswer = -1
        settings.cores = .min
        let taken = settings.brokerSettings
        #expect(taken.offersPerAnswer == 0)
        #expect(taken.defaults.cores == 1)
    }
}
