package import BerthPlatform

extension JupyterSettings: StateKeepingSettings {
    package static let kind = "jupyter"
    package static let summary =
        "Notebooks with the Jupyter of this machine, from the first to the last cell or for people."
    package static var abilities: Abilities { JupyterPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try JupyterPlatform(self) }
}
