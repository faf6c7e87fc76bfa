package import BerthPlatform

extension SlurmSettings: PlatformSettings {
    package static let kind = "slurm"
    package static let summary = "Scripts and Python programs as jobs of a Slurm cluster, through its commands."
    package static var abilities: Abilities { SlurmPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try SlurmPlatform(settings)
    }
}
