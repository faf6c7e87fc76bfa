package import BerthPlatform

extension JupyterSettings: PlatformSettings {
    package static let kind = "jupyter"
    package static let summary =
        "Notebooks with the Jupyter of this machine, from the first to the last cell or for people."
    package static var abilities: Abilities { JupyterPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try JupyterPlatform(settings)
    }
}
