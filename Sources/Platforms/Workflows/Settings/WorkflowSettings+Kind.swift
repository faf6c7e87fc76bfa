package import BerthPlatform

extension WorkflowSettings: PlatformSettings {
    package static let kind = "workflows"
    package static let summary = "Workflows on this machine: CWL with cwltool, Snakemake with snakemake."
    package static var abilities: Abilities { WorkflowPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try WorkflowPlatform(settings)
    }
}
