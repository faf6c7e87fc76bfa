package import BerthPlatform

extension JupyterHubSettings: StateKeepingSettings {
    package static let kind = "jupyterhub"
    package static let summary = "Notebooks opened on servers of a JupyterHub."
    package static var abilities: Abilities { JupyterHubPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try JupyterHubPlatform(self) }
}
