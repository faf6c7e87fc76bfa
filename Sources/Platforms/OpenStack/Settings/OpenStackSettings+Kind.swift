package import BerthPlatform

extension OpenStackSettings: StateKeepingSettings {
    package static let kind = "openstack"
    package static let summary =
        "Scripts, Python programs and containers, each on a machine of its own in an OpenStack cloud."
    package static var abilities: Abilities { OpenStackPlatform.abilities }

    package func platform() throws(PlatformError) -> any Platform { try OpenStackPlatform(self) }
}
