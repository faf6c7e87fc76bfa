import BerthDocument
import BerthModel

/// What was asked, and what came of it, as the portal keeps it.
struct AskedEntry: Shaped {
    var id: UUID?
    var draft: String?
    var revision: Int64?
    var title: String?
    var request: Document?
    var at: Instant?
    var brokers: [AskedBroker] = []
    var acceptedBroker: String?
    var accepted: UUID?
    var givenBack: String?

    static let shape = Shape<AskedEntry>(
        "AskedEntry", "What was asked, and what came of it.",
        [
            Field("id", \.id, "The asking."),
            Field("draft", \.draft, "The draft that was asked."),
            Field("revision", \.revision, "Which version of the draft."),
            Field("title", \.title, "Its title."),
            Field("request", \.request, "The question."),
            Field("at", \.at, "When it was asked."),
            Field("brokers", \.brokers, "What each broker answered."),
            Field("acceptedBroker", \.acceptedBroker, "Whose offer was accepted."),
            Field("accepted", \.accepted, "The session that it became."),
            Field("givenBack", \.givenBack, "Why the offers were given back: wanted, left or again."),
        ])

    /// Offers of all brokers; nil when none has answered.
    var offerCount: Int64? {
        let counts = brokers.compactMap(\.offers)
        return counts.isEmpty ? nil : counts.reduce(0, +)
    }
}

/// What one broker answered.
struct AskedBroker: Shaped {
    var name: String?
    var title: String?
    var offerSet: UUID?
    var offers: Int64?
    var problem: String?
    var platform: String?

    static let shape = Shape<AskedBroker>(
        "AskedBroker", "What one broker answered.",
        [
            Field("name", \.name, "The broker, in addresses."),
            Field("title", \.title, "The broker, for people."),
            Field("offerSet", \.offerSet, "Its answer, where it can be read again."),
            Field("offers", \.offers, "How many offers it made; none on a NO."),
            Field("problem", \.problem, "Why it gave no answer."),
            Field("platform", \.platform, "The only platform that it has."),
        ])
}
