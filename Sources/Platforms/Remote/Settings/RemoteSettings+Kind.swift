import BerthModel
package import BerthPlatform

extension RemoteSettings: PlatformSettings {
    package static let kind = "remote"
    package static let summary = "Another broker behind a URL, which runs what it offers."
    package static var abilities: Abilities { RemotePlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        try RemotePlatform(self, now: host.now)
    }
}
