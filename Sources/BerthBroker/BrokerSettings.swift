package import BerthModel
package import BerthPlatform

/// The numbers of a broker that its administrator may set.
package struct BrokerSettings: Sendable {
    /// Where the service is reached from outside, without a slash at the end: the front of every link in an answer.
    package var publicURL = "http://127.0.0.1"
    /// Version of the program, for the health call.
    package var version = ""
    /// Tells this broker from others, so that a question that comes back is known; nobody counts when it is empty.
    package var instance = ""
    package var defaults = Question.Defaults()
    /// How long an offer is held.
    package var offerLife = TimeSpan(seconds: 5 * 60)
    /// How long a platform may think about a question.
    package var answerTime = TimeSpan(seconds: 10)
    /// How long after a question what comes late still reaches its offer set; not at all when that is no longer than
    /// platforms are waited for.
    package var lateAnswerTime = TimeSpan(seconds: 30)
    /// How many questions wait for platforms at the same time over all; who asks more is told to come back.
    package var questionsAtOnce = 1000
    /// How many offers one answer holds at most.
    package var offersPerAnswer = 10
    /// How many changes that would make it a yes a NO tells at most; none are looked for when it is 0.
    package var changesPerAnswer = 5
    /// How long the work may take to stop after a cancel before its parts are released all the same.
    package var stopTime = TimeSpan(seconds: 30)
    /// How long finished sessions and expired offers are kept.
    package var retention = TimeSpan(seconds: 30 * 86_400)
    /// How many answers NO are remembered; they are kept in memory only, the oldest go first.
    package var refusalsRemembered = 10_000
    /// How many messages a session keeps; the oldest go first.
    package var messagesPerSession = 200
    /// How many sessions and offers may be unfinished at the same time over all; more are answered *not now*.
    package var unfinishedSessions = 100_000
    /// How many of these may be of one person.
    package var unfinishedPerPerson = 1000
    /// Groups, of which who asks must be in one, for platforms that are not for everybody; never an empty list.
    package var access: [String: [String]] = [:]
    /// What one person may hold at once, of platforms of which not everybody may have all.
    package var shares: [String: PlatformShare] = [:]

    package init() {}
}
