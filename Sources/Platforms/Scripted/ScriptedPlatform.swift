package import BerthModel
package import BerthPlatform

/// Follows a script and runs nothing: for tests, demonstrations and bug reports.
///
/// It keeps to the contract of `Platform` wherever its script does not say otherwise. What it made of a session is one
/// record, in memory or in files below `<state directory>/<name>`.
package struct ScriptedPlatform: LogProviding, OrphanFinding {
    package let settings: ScriptedSettings
    package let profile: PlatformProfile
    let clock: ScriptedClock
    let shelf: ThingShelf
    let naps: Naps

    /// - Throws: `refused` for settings that cannot be meant, with the key; `broken` for records that cannot be read.
    package init(_ settings: ScriptedSettings, clock: ScriptedClock) throws(PlatformError) {
        try settings.check()
        self.settings = settings
        self.clock = clock
        shelf = try ThingShelf(directory: settings.stateDirectory.map { $0 + "/" + settings.name })
        naps = Naps(sleep: clock.sleep)
        profile = PlatformProfile(
            name: settings.name, kind: "scripted", summary: settings.summary, executables: settings.executableKinds,
            capacity: settings.capacity, prices: settings.priceList)
    }

    /// Sessions of which anything is there.
    package var sessions: [UUID] { shelf.sessions { !$0.made.isEmpty } }
}

extension ScriptedSettings {
    var executableKinds: [Kind] {
        executables.isEmpty
            ? Kind.known.filter { $0.family == Kind.dockerContainer.family } : executables.compactMap { Kind(uri: $0) }
    }

    /// How a call goes: the first line of the script that is about it.
    func step(_ call: ScriptedCall, number: Int64) -> ScriptedStep? {
        steps.first { $0.step == call && ($0.call ?? number) == number }
    }
}
