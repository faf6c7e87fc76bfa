package import BerthModel

/// A service that a registry lists or has listed, and what is known of it.
package struct FoundSite: Shaped {
    /// As a platform.
    package var name = ""
    package var service = ListedService()
    /// Which registries list it now; none when it has left them.
    package var registries: [String] = []
    /// When a registry listed it last.
    package var listed: Instant?
    /// When it answered first; until then it is no platform.
    package var answered: Instant?
    /// How often in a row it has not answered.
    package var failures: Int64 = 0
    /// What it did in place of answering.
    package var problem: String?
    /// Not looked at before.
    package var next: Instant?
    /// It turned out to be this service itself.
    package var isItself = false

    package init() {}

    package static let shape = Shape<FoundSite>(
        "FoundSite", "A service that a registry lists or has listed.",
        [
            Field("name", \.name, "Name as a platform."),
            Field("service", \.service, "What the registry says."),
            Field("registries", \.registries, "Which registries list it now."),
            Field("listed", \.listed, "When a registry listed it last."),
            Field("answered", \.answered, "When it answered first."),
            Field("failures", \.failures, "How often in a row it has not answered."),
            Field("problem", \.problem, "What it did in place of answering."),
            Field("next", \.next, "Not looked at before."),
            Field("isItself", \.isItself, "It is this service itself."),
        ])

    /// Whether it is in no registry any more.
    package var hasLeft: Bool { registries.isEmpty }
}

/// What is known of a registry.
package struct KnownRegistry: Shaped {
    package var name = ""
    package var url = ""
    /// When it gave the list that holds.
    package var answered: Instant?
    package var tag: String?
    /// Whether that list was all that it lists.
    package var isWhole = true
    package var failures: Int64 = 0
    /// Why the list is not newer.
    package var problem: String?
    /// When it is asked again.
    package var next: Instant?

    package init() {}

    package init(name: String, url: String) {
        self.name = name
        self.url = url
    }

    package static let shape = Shape<KnownRegistry>(
        "KnownRegistry", "What is known of a registry.",
        [
            Field("name", \.name, "Its name."),
            Field("url", \.url, "Where it is."),
            Field("answered", \.answered, "When it gave the list that holds."),
            Field("tag", \.tag, "Names that list."),
            Field("isWhole", \.isWhole, "Whether that list was all that it lists."),
            Field("failures", \.failures, "How often in a row it has not answered."),
            Field("problem", \.problem, "Why the list is not newer."),
            Field("next", \.next, "When it is asked again."),
        ])
}

/// The last good lists, as they are kept on the disk.
package struct KeptLists: Shaped {
    package var registries: [KnownRegistry] = []
    package var sites: [FoundSite] = []

    package init() {}

    package static let shape = Shape<KeptLists>(
        "KeptLists", "The last good lists of registries.",
        [
            Field("registries", \.registries, "The registries."), Field("sites", \.sites, "What they list."),
        ])
}
