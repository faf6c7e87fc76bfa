package import BerthPlatform

extension ContainerSettings: PlatformSettings {
    package static let kind = "containers"
    package static let summary = "Containers on an engine with the Docker API, Podman or Docker."
    package static var abilities: Abilities { ContainerPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        if let engine = host.engine { settings.engine = engine }
        return try ContainerPlatform(settings)
    }
}
