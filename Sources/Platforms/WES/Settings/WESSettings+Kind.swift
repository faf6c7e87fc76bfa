package import BerthPlatform

extension WESSettings: PlatformSettings {
    package static let kind = "wes"
    package static let summary = "Workflows as runs of a GA4GH Workflow Execution Service."
    package static var abilities: Abilities { WESPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try WESPlatform(settings)
    }
}
