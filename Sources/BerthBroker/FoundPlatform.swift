package import BerthModel
package import BerthPlatform

/// A platform that was found and not configured.
package struct FoundPlatform: Sendable {
    /// Where it was found.
    package struct Origin: Sendable, Hashable {
        package var registry: String
        package var identifier: String
        /// When the registry listed it last.
        package var listed: Instant?

        package init(registry: String, identifier: String, listed: Instant?) {
            self.registry = registry
            self.identifier = identifier
            self.listed = listed
        }
    }

    package var platform: any Platform
    /// Whether it is asked; what it has goes on all the same.
    package var isAsked: Bool
    /// Groups, of which who asks must be in one; everybody may use it when there are none.
    package var groups: [String]
    package var origin: Origin

    package init(_ platform: any Platform, isAsked: Bool, groups: [String] = [], origin: Origin) {
        self.platform = platform
        self.isAsked = isAsked
        self.groups = groups
        self.origin = origin
    }
}

/// All that were found, by name.
struct FoundPlatforms: Sendable {
    /// What a broker looks up.
    struct Entry: Sendable {
        var platform: any Platform
        /// `nil` for everybody.
        var groups: [String]?
        var origin: FoundPlatform.Origin
    }

    /// Those that are asked, in their order.
    private(set) var asked: [any Platform] = []
    private(set) var registries: [RegistrySummary] = []
    private var byName: [String: Entry] = [:]

    init() {}

    init(_ platforms: [FoundPlatform], _ registries: [RegistrySummary]) {
        asked = platforms.filter(\.isAsked).map(\.platform)
        self.registries = registries
        for found in platforms {
            byName[found.platform.profile.name] = Entry(
                platform: found.platform, groups: found.groups.isEmpty ? nil : found.groups, origin: found.origin)
        }
    }

    subscript(name: String) -> Entry? { byName[name] }
}
