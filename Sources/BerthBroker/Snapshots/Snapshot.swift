package import BerthDocument
package import BerthModel
import BerthPlatform

/// The facts that an answer depends on: with them the same answer is given again, to the byte, on any machine.
///
/// What platforms looked up is kept as what they said. Of others it tells when how much is held, and not by whom.
package struct Snapshot: Shaped {
    /// Of the form of this document; a greater number cannot be read.
    package var format: Int64 = Snapshot.currentFormat
    /// The program that took it.
    package var program = ""
    package var taken = Instant(seconds: 0)
    /// From which all identifiers follow.
    package var seed: Int64 = 0
    /// The body as it came.
    package var request = ""
    package var syntax = SnapshotSyntax.json
    package var settings = SnapshotSettings()
    package var unfinished: Int64 = 0
    package var unfinishedOfAsker: Int64 = 0
    package var platforms: [SnapshotPlatform] = []
    package var answer: Document?
    /// Stands last: what was cut off does not have it.
    package var isWhole = false

    package init() {}

    package static let currentFormat: Int64 = 1

    package static let shape = Shape<Snapshot>(
        "Snapshot", "The facts that an answer depends on.",
        [
            Field("format", \.format, "Of the form of this document; a greater number cannot be read."),
            Field("program", \.program, "The program that took it."),
            Field("taken", \.taken, "When it was asked."),
            Field("seed", \.seed, "From which all identifiers follow."),
            Field("request", \.request, "The body as it came."),
            Field("syntax", \.syntax, "The syntax of the body."),
            Field("settings", \.settings, "Those of the broker that an answer depends on."),
            Field("unfinished", \.unfinished, "Offers and sessions that were unfinished over all."),
            Field("unfinishedOfAsker", \.unfinishedOfAsker, "How many of these were the asker's."),
            Field("platforms", \.platforms, "Who was asked, in the order of the answer."),
            Field("answer", \.answer, "What was answered, as JSON has it."),
            Field("whole", \.isWhole, "Stands last: what was cut off does not have it."),
        ])
}

package enum SnapshotSyntax: String, ModelEnumeration {
    case json, yaml, xml

    package static let name = "SnapshotSyntax"
    package static let summary = "The syntax of a body."
}

/// The settings of a broker that an answer depends on.
package struct SnapshotSettings: Shaped {
    package var publicURL = ""
    package var cores: Int64 = 0
    package var memory: Int64 = 0
    package var storage: Int64 = 0
    package var duration = TimeSpan.zero
    package var horizon = TimeSpan.zero
    package var offerLife = TimeSpan.zero
    package var answerTime = TimeSpan.zero
    package var offersPerAnswer: Int64 = 0
    package var changesPerAnswer: Int64 = 0
    package var unfinishedSessions: Int64 = 0
    package var unfinishedPerPerson: Int64 = 0
    package var access: [PlatformAccess] = []
    package var shares: [PlatformShare] = []

    package init() {}

    package static let shape = Shape<SnapshotSettings>(
        "SnapshotSettings", "The settings of a broker that an answer depends on.",
        [
            Field("publicURL", \.publicURL, "The front of every link."),
            Field("cores", \.cores, "Cores of a request that says nothing."),
            Field("memory", \.memory, "Memory of a request that says nothing.", unit: .gibibyte),
            Field("storage", \.storage, "Storage of a request that says nothing.", unit: .gibibyte),
            Field("duration", \.duration, "How long a request runs that says nothing."),
            Field("horizon", \.horizon, "How far ahead a start is looked for."),
            Field("offerLife", \.offerLife, "How long an offer is held."),
            Field("answerTime", \.answerTime, "How long a platform may think."),
            Field("offersPerAnswer", \.offersPerAnswer, "How many offers one answer holds."),
            Field("changesPerAnswer", \.changesPerAnswer, "How many changes one answer tells."),
            Field("unfinishedSessions", \.unfinishedSessions, "How many may be unfinished over all."),
            Field("unfinishedPerPerson", \.unfinishedPerPerson, "How many may be unfinished of one person."),
            Field("access", \.access, "Who may use which platform."),
            Field("shares", \.shares, "What one person may hold of a platform; of who has no name nothing is bounded."),
        ])

    init(_ settings: BrokerSettings) {
        publicURL = settings.publicURL
        cores = settings.defaults.cores
        memory = settings.defaults.memoryGibibytes
        storage = settings.defaults.storageGibibytes
        duration = settings.defaults.duration
        horizon = settings.defaults.horizon
        offerLife = settings.offerLife
        answerTime = settings.answerTime
        offersPerAnswer = Int64(settings.offersPerAnswer)
        changesPerAnswer = Int64(settings.changesPerAnswer)
        unfinishedSessions = Int64(settings.unfinishedSessions)
        unfinishedPerPerson = Int64(settings.unfinishedPerPerson)
        access = settings.access.sorted { $0.key < $1.key }.map { PlatformAccess(platform: $0.key, groups: $0.value) }
        shares = settings.shares.values.sorted { $0.platform < $1.platform }
    }

    var brokerSettings: BrokerSettings {
        var settings = BrokerSettings()
        settings.publicURL = publicURL
        settings.defaults.cores = max(1, cores)
        settings.defaults.memoryGibibytes = max(1, memory)
        settings.defaults.storageGibibytes = max(1, storage)
        settings.defaults.duration = duration
        settings.defaults.horizon = horizon
        settings.offerLife = offerLife
        settings.answerTime = answerTime
        settings.offersPerAnswer = Int(clamping: max(0, offersPerAnswer))
        settings.changesPerAnswer = Int(clamping: max(0, changesPerAnswer))
        settings.unfinishedSessions = Int(clamping: max(0, unfinishedSessions))
        settings.unfinishedPerPerson = Int(clamping: max(0, unfinishedPerPerson))
        for rule in access where !rule.groups.isEmpty { settings.access[rule.platform] = rule.groups }
        for share in shares { settings.shares[share.platform] = share }
        return settings
    }
}
