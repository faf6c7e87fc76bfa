import BerthClient
import BerthModel

/// What one broker has said to a question so far.
struct BrokerAnswer: Sendable {
    var name: String
    var title: String
    /// Its offers, or why there are none; nil as long as it has not answered.
    var answer: Received<OfferSetResponse>?
    /// Why there is no answer, in one sentence.
    var problem: String?
    /// The only platform that has answered: a broker that has no other need not name it in its offers.
    var platform: String?

    init(name: String, title: String) {
        self.name = name
        self.title = title
    }

    var isDone: Bool { answer != nil || problem != nil }
    var offerSet: UUID? { answer?.value.meta?.uuid }
    var offers: [Session] { answer?.value.offers ?? [] }
}

/// One offer of one broker.
struct OfferPlace: Sendable, Hashable {
    var broker: String
    var id: UUID
}
