package import BerthPlatform

extension JupyterHubSettings: PlatformSettings {
    package static let kind = "jupyterhub"
    package static let summary = "Notebooks opened on servers of a JupyterHub."
    package static var abilities: Abilities { JupyterHubPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try JupyterHubPlatform(settings)
    }
}
