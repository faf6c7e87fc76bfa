package import BerthPlatform

extension WESSettings: StateKeepingSettings {
    package static let kind = "wes"
    package static let summary = "Workflows as runs of a GA4GH Workflow Execution Service."
    package static var abilities: Abilities { WESPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try WESPlatform(self) }
}
