package import BerthPlatform

extension OpenStackSettings: PlatformSettings {
    package static let kind = "openstack"
    package static let summary =
        "Scripts, Python programs and containers, each on a machine of its own in an OpenStack cloud."
    package static var abilities: Abilities { OpenStackPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return try OpenStackPlatform(settings)
    }
}
