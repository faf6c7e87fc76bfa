import BerthBroker
import BerthModel
import BerthPlatform

/// How the broker offers and keeps: its settings as keys.
struct BrokerConfiguration: Shaped {
    var offerLife: TimeSpan
    var answerTime: TimeSpan
    var lateAnswerTime: TimeSpan
    var stopTime: TimeSpan
    var retention: TimeSpan
    var offersPerAnswer: Int64
    var changesPerAnswer: Int64
    var questionsAtOnce: Int64
    var refusalsRemembered: Int64
    var messagesPerSession: Int64
    var unfinishedSessions: Int64
    var unfinishedPerPerson: Int64
    var defaults = RequestDefaults()

    /// The defaults of the broker.
    init() {
        let settings = BrokerSettings()
        offerLife = settings.offerLife
        answerTime = settings.answerTime
        lateAnswerTime = settings.lateAnswerTime
        stopTime = settings.stopTime
        retention = settings.retention
        offersPerAnswer = Int64(settings.offersPerAnswer)
        changesPerAnswer = Int64(settings.changesPerAnswer)
        questionsAtOnce = Int64(settings.questionsAtOnce)
        refusalsRemembered = Int64(settings.refusalsRemembered)
        messagesPerSession = Int64(settings.messagesPerSession)
        unfinishedSessions = Int64(settings.unfinishedSessions)
        unfinishedPerPerson = Int64(settings.unfinishedPerPerson)
    }

    /// As the broker takes them.
    ///
    /// - Precondition: `ConfigurationCheck` has found nothing.
    var settings: BrokerSettings {
        var settings = BrokerSettings()
        settings.version = BerthVersion.program
        settings.offerLife = offerLife
        settings.answerTime = answerTime
        settings.lateAnswerTime = lateAnswerTime
        settings.stopTime = stopTime
        settings.retention = retention
        settings.offersPerAnswer = Int(offersPerAnswer)
        settings.changesPerAnswer = Int(changesPerAnswer)
        settings.questionsAtOnce = Int(questionsAtOnce)
        settings.refusalsRemembered = Int(refusalsRemembered)
        settings.messagesPerSession = Int(messagesPerSession)
        settings.unfinishedSessions = Int(unfinishedSessions)
        settings.unfinishedPerPerson = Int(unfinishedPerPerson)
        settings.defaults = defaults.settings
        return settings
    }

    static let shape = Shape<BrokerConfiguration>(
        "BrokerConfiguration", "How the broker offers and keeps.",
        [
            Field("offerLife", \.offerLife, "How long an offer is held."),
            Field("answerTime", \.answerTime, "How long a platform may think about a question."),
            Field(
                "lateAnswerTime", \.lateAnswerTime,
                "How long after a question what comes late still reaches its offer set; PT0S for not at all."),
            Field("stopTime", \.stopTime, "How long a task may take to stop after a cancel."),
            Field("retention", \.retention, "How long finished sessions and expired offers are kept."),
            Field("offersPerAnswer", \.offersPerAnswer, "Offers of one answer."),
            Field(
                "changesPerAnswer", \.changesPerAnswer,
                "Changes that a NO tells, each of which was tried and makes it a yes; 0 looks for none."),
            Field("questionsAtOnce", \.questionsAtOnce, "Questions that are answered at the same time; more is 429."),
            Field("refusalsRemembered", \.refusalsRemembered, "Answers NO that can be read again, in memory."),
            Field("messagesPerSession", \.messagesPerSession, "Messages that a session keeps."),
            Field(
                "unfinishedSessions", \.unfinishedSessions, "Offers and sessions that are unfinished at once."),
            Field(
                "unfinishedPerPerson", \.unfinishedPerPerson,
                "Of these, those of one person; more is answered notYou."),
            Field("defaults", \.defaults, "What stands in for what a request does not say."),
        ])

    /// The numbers, each with the least that it can be.
    static let least: [(key: String, value: @Sendable (BrokerConfiguration) -> Int64, least: Int64)] = [
        ("offersPerAnswer", { $0.offersPerAnswer }, 1), ("changesPerAnswer", { $0.changesPerAnswer }, 0),
        ("questionsAtOnce", { $0.questionsAtOnce }, 1),
        ("refusalsRemembered", { $0.refusalsRemembered }, 0), ("messagesPerSession", { $0.messagesPerSession }, 1),
        ("unfinishedSessions", { $0.unfinishedSessions }, 1),
        ("unfinishedPerPerson", { $0.unfinishedPerPerson }, 1), ("defaults.cores", { $0.defaults.cores }, 1),
        ("defaults.memory", { $0.defaults.memory }, 1), ("defaults.storage", { $0.defaults.storage }, 1),
    ]

    /// The durations that may be no time at all.
    static let optional: Set<String> = ["lateAnswerTime"]

    /// The durations; each must be some time.
    static let spans: [(key: String, value: @Sendable (BrokerConfiguration) -> TimeSpan)] = [
        ("offerLife", { $0.offerLife }), ("answerTime", { $0.answerTime }), ("stopTime", { $0.stopTime }),
        ("lateAnswerTime", { $0.lateAnswerTime }), ("retention", { $0.retention }),
        ("defaults.duration", { $0.defaults.duration }), ("defaults.horizon", { $0.defaults.horizon }),
    ]
}

/// What stands in for what a request does not say.
struct RequestDefaults: Shaped {
    var cores: Int64
    var memory: Int64
    var storage: Int64
    var duration: TimeSpan
    var horizon: TimeSpan

    init() {
        let defaults = Question.Defaults()
        cores = defaults.cores
        memory = defaults.memoryGibibytes
        storage = defaults.storageGibibytes
        duration = defaults.duration
        horizon = defaults.horizon
    }

    var settings: Question.Defaults {
        var defaults = Question.Defaults()
        defaults.cores = cores
        defaults.memoryGibibytes = memory
        defaults.storageGibibytes = storage
        defaults.duration = duration
        defaults.horizon = horizon
        return defaults
    }

    static let shape = Shape<RequestDefaults>(
        "RequestDefaults", "What stands in for what a request does not say.",
        [
            Field("cores", \.cores, "Cores.", unit: .core),
            Field("memory", \.memory, "Memory.", unit: .gibibyte),
            Field("storage", \.storage, "Size of a storage.", unit: .gibibyte),
            Field("duration", \.duration, "How long a session is available."),
            Field("horizon", \.horizon, "How far ahead a start is looked for."),
        ])
}
