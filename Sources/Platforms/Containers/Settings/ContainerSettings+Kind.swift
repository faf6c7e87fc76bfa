package import BerthPlatform

extension ContainerSettings: StateKeepingSettings {
    package static let kind = "containers"
    package static let summary = "Containers on an engine with the Docker API, Podman or Docker."
    package static var abilities: Abilities { ContainerPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try ContainerPlatform(self) }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = kept(on: host)
        if let engine = host.engine { settings.engine = engine }
        return try settings.platform()
    }
}
