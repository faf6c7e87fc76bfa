package import BerthPlatform

extension WorkflowSettings: StateKeepingSettings {
    package static let kind = "workflows"
    package static let summary = "Workflows on this machine: CWL with cwltool, Snakemake with snakemake."
    package static var abilities: Abilities { WorkflowPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try WorkflowPlatform(self) }
}
