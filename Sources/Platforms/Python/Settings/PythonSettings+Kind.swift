package import BerthPlatform

extension PythonSettings: PlatformSettings {
    package static let kind = "python"
    package static let summary = "A class in Python, in a process of its own beside the broker."
    package static var abilities: Abilities { PythonPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? "\(host.stateDirectory)/\(Self.kind)/\(name)"
        return try PythonPlatform(settings, now: host.now)
    }
}
