/// The platforms behind a broker.
public struct PlatformList: Shaped {
    public var platforms: [PlatformSummary] = []
    public var registries: [RegistrySummary] = []

    public init() {}

    public init(platforms: [PlatformSummary], registries: [RegistrySummary] = []) {
        self.platforms = platforms
        self.registries = registries
    }

    public static let shape = Shape<PlatformList>(
        "PlatformList", "The platforms behind a broker.",
        [
            Field("platforms", \.platforms, "One entry for each platform.", xml: .wrapped(item: "platform")),
            Field(
                "registries", \.registries, "The registries in which platforms are found.",
                xml: .wrapped(item: "registry")),
        ])
}

/// What a platform is and how much of it there is.
public struct PlatformSummary: Shaped {
    public var name: String?
    public var kind: String?
    public var description: String?
    public var executables: [String] = []
    public var cores: Int64?
    public var memory: Int64?
    public var storage: Int64?
    public var countables: [CountableAmount] = []
    public var prices: [Price] = []
    public var footprint: [Price] = []
    public var groups: [String] = []
    public var freeCores: Int64?
    public var freeMemory: Int64?
    public var freeStorage: Int64?
    public var outage: String?
    public var answered: Instant?
    public var answer: String?
    public var registry: String?
    public var identifier: String?
    public var listed: Instant?

    public init() {}

    public static let shape = Shape<PlatformSummary>(
        "PlatformSummary", "What a platform is and how much of it there is.",
        [
            Field("name", \.name, "Name, unique within the broker."),
            Field("kind", \.kind, "Kind of platform, such as containers.", xml: .attribute),
            Field("description", \.description, "Description for people."),
            Field(
                "executables", \.executables, "Kinds of executable that it can run.",
                xml: .wrapped(item: "executable")),
            Field("cores", \.cores, "CPU cores in all.", unit: .core),
            Field("memory", \.memory, "Memory in all.", unit: .byte),
            Field("storage", \.storage, "Storage in all.", unit: .byte),
            Field(
                "countables", \.countables, "What is counted by name: GPUs of a model, licences.",
                xml: .wrapped(item: "countable")),
            Field(
                "prices", \.prices,
                "What is charged; left out where nothing is, and where only offers say it.",
                xml: .wrapped(item: "price")),
            Field(
                "footprint", \.footprint, "What is used up, such as energy; told as prices are.",
                xml: .wrapped(item: "price")),
            Field(
                "groups", \.groups, "Whoever is in one of these groups may use it; left out where everybody may.",
                xml: .wrapped(item: "group")),
            Field(
                "freeCores", \.freeCores, "CPU cores that nobody holds now; left out where only the platform knows.",
                unit: .core),
            Field("freeMemory", \.freeMemory, "Memory that nobody holds now.", unit: .byte),
            Field("freeStorage", \.freeStorage, "Storage that nobody holds now.", unit: .byte),
            Field("outage", \.outage, "Why nothing can be run now; left out when all is well."),
            Field("answered", \.answered, "When it was asked last, since this broker runs."),
            Field(
                "answer", \.answer,
                "What it said then: yes, no, or why it was silent (unreachable, tooSlow, brokenReply)."),
            Field("registry", \.registry, "Name of the registry that it was found in; left out where it was not."),
            Field("identifier", \.identifier, "Its identifier in the registry."),
            Field("listed", \.listed, "When the registry listed it last."),
        ])
}

/// A registry in which platforms are found.
public struct RegistrySummary: Shaped {
    public var name: String?
    public var kind: String?
    public var url: String?
    public var answered: Instant?
    public var problem: String?
    public var listed: Int64?
    public var asked: Int64?
    public var unasked: [UnaskedService] = []

    public init() {}

    public static let shape = Shape<RegistrySummary>(
        "RegistrySummary", "A registry in which platforms are found.",
        [
            Field("name", \.name, "Name, unique within the broker."),
            Field("kind", \.kind, "regtap or oai.", xml: .attribute),
            Field("url", \.url, "Where it is."),
            Field("answered", \.answered, "When it gave the list that holds; left out when it never has."),
            Field("problem", \.problem, "Why the list is not newer, or not whole; left out when all is well."),
            Field("listed", \.listed, "How many execution brokers it lists."),
            Field("asked", \.asked, "How many of these are platforms here."),
            Field(
                "unasked", \.unasked, "Services that it lists and that are not asked; not all of very many.",
                xml: .wrapped(item: "service")),
        ])
}

/// A service that a registry lists and that is not asked.
public struct UnaskedService: Shaped {
    public var identifier: String?
    public var url: String?
    public var reason: String?
    public var next: Instant?

    public init() {}

    public static let shape = Shape<UnaskedService>(
        "UnaskedService", "A service that a registry lists and that is not asked.",
        [
            Field("identifier", \.identifier, "Its identifier."),
            Field("url", \.url, "Where it is reached."),
            Field("reason", \.reason, "Why it is not asked."),
            Field("next", \.next, "When it is looked at again; left out when it is not."),
        ])
}

/// Something that a platform counts by name: GPUs of a model, licences of a program.
public struct CountableAmount: Shaped {
    public var name: String?
    public var count: Int64?
    public var free: Int64?

    public init() {}

    /// - Parameters:
    ///   - count: `nil` where nothing bounds it.
    ///   - free: `nil` where only the platform knows.
    public init(_ name: String, _ count: Int64?, free: Int64? = nil) {
        self.name = name
        self.count = count
        self.free = free
    }

    public static let shape = Shape<CountableAmount>(
        "CountableAmount", "Something that a platform counts by name.",
        [
            Field("name", \.name, "What requests ask for, at the end of the type of a metric."),
            Field("count", \.count, "How many there are in all; left out where nothing bounds it."),
            Field("free", \.free, "How many nobody holds now; left out where only the platform knows."),
        ])
}
