package import BerthPlatform

extension SlurmSettings: StateKeepingSettings {
    package static let kind = "slurm"
    package static let summary =
        "Scripts, containers, notebooks and workflows as jobs of a Slurm cluster, through slurmrestd or commands."
    package static var abilities: Abilities { SlurmPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform {
        let platform = try SlurmPlatform(self)
        return reservations ? HoldingSlurmPlatform(platform) : platform
    }
}
