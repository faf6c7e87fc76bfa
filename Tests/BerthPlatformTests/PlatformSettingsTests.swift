import BerthModel
import Testing

@testable import BerthPlatform

@Suite struct PlatformSettingsTests {
    private struct Settings: StateKeepingSettings {
        var name = "one"
        var stateDirectory: String?

        static let kind = "kept"
        static let summary = "Keeps things."
        static var abilities: Abilities { Abilities(executables: [], [:]) }
        static let shape = Shape<Settings>(
            "KeptSettings", "Keeps things.",
            [Field("name", \.name, "Its name."), Field("stateDirectory", \.stateDirectory, "Where it keeps them.")])

        func check() throws(PlatformError) {}
        func platform() throws(PlatformError) -> any Platform {
            throw PlatformError(.broken, "Made.", subject: stateDirectory)
        }
    }

    @Test("a platform keeps its things below the directory of the program, or where its own settings say")
    func stateDirectory() {
        let host = PlatformHost(
            stateDirectory: "/state", engine: nil, now: { Instant(seconds: 0) }, sleepUntil: { _ in })
        var settings = Settings()
        #expect(settings.kept(on: host).stateDirectory == "/state/kept")
        let made = #expect(throws: PlatformError.self) { _ = try settings.platform(on: host) }
        #expect(made?.subject == "/state/kept")
        settings.stateDirectory = "/own"
        #expect(settings.kept(on: host).stateDirectory == "/own")
    }
}
