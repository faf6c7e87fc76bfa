package import BerthPlatform

extension ScriptedSettings: PlatformSettings {
    package static let kind = "scripted"
    package static let summary =
        "Runs nothing and does what a script says: for trying out, demonstrations and bug reports."
    package static var abilities: Abilities { ScriptedPlatform.abilities }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        try ScriptedPlatform(self, clock: ScriptedClock(now: host.now, sleep: host.sleepUntil))
    }
}
