public import BerthModel

/// What a site says about one platform: an entry of its configuration, and with it the kind of platform.
///
/// This is what a program needs to know of a kind of platform; its list of kinds is a list of such types.
public protocol PlatformSettings: Shaped {
    /// The word that stands for it in a configuration: `containers`, `slurm`.
    static var kind: String { get }
    /// One sentence for people.
    static var summary: String { get }
    /// What platforms of this kind can do at all.
    static var abilities: Abilities { get }
    /// Unique among the platforms of a broker.
    var name: String { get }

    /// Looks for keys that cannot be meant. Nothing is started or made, and nobody is asked.
    ///
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError)

    /// The platform itself.
    ///
    /// - Throws: as `check`, and what the machine does not let it have.
    func platform(on host: PlatformHost) throws(PlatformError) -> any Platform
}

/// Settings of a platform that keeps things on the machine of the broker.
package protocol StateKeepingSettings: PlatformSettings {
    /// Where it keeps them; a directory that the program chooses unless set.
    var stateDirectory: String? { get set }

    /// The platform itself, which keeps its things where these settings say.
    ///
    /// - Throws: as `platform(on:)`.
    func platform() throws(PlatformError) -> any Platform
}

extension StateKeepingSettings {
    /// The same, with a state directory: its own, else that of the program.
    package func kept(on host: PlatformHost) -> Self {
        var settings = self
        settings.stateDirectory = stateDirectory ?? host.stateDirectory + "/" + Self.kind
        return settings
    }

    package func platform(on host: PlatformHost) throws(PlatformError) -> any Platform {
        try kept(on: host).platform()
    }
}

/// What a program has for the platforms that it makes.
public struct PlatformHost: Sendable {
    /// Where a platform keeps its things, each kind in a directory of its name, unless its own keys say otherwise.
    public var stateDirectory: String
    /// The container engine that the command line names.
    public var engine: String?
    /// The clock that broker and platforms share.
    public var now: @Sendable () -> Instant
    public var sleepUntil: @Sendable (Instant) async -> Void

    public init(
        stateDirectory: String, engine: String?, now: @escaping @Sendable () -> Instant,
        sleepUntil: @escaping @Sendable (Instant) async -> Void
    ) {
        self.stateDirectory = stateDirectory
        self.engine = engine
        self.now = now
        self.sleepUntil = sleepUntil
    }
}
