import BerthAnswers
import BerthClient
import BerthModel

/// How far an asking has come: what every broker and every platform has said, and which offer was taken.
struct AskedState: Sendable {
    /// One platform's answer, as it came.
    struct Heard: Sendable {
        var broker: String
        var answer: PlatformAnswer
    }

    /// In the order of the portal's brokers.
    var brokers: [BrokerAnswer]
    /// In the order in which they came.
    var heard: [Heard] = []
    /// The offer that somebody accepts just now. Two brokers know nothing of each other: only here it is seen that one
    /// offer of a question is enough.
    var claim: OfferPlace?
    /// The one that was accepted.
    var accepted: OfferPlace?
    /// Why all of them were given back; nil as long as they were not.
    var givenBack: GivingBack?

    init(brokers: [BrokerAnswer]) { self.brokers = brokers }

    /// No broker will say more by itself.
    var isComplete: Bool { brokers.allSatisfy(\.isDone) }

    /// One was accepted, or all were given back.
    var isSettled: Bool { accepted != nil || givenBack != nil }

    /// Whether any offer can be accepted, or may still come.
    func isOpen(at now: Instant) -> Bool {
        if isSettled { return false }
        return !isComplete || rows.contains { $0.isOpen(at: now) }
    }

    var rows: [OfferRow] {
        OfferRow.rows(
            brokers.map { ($0.name, $0.title, $0.offers) },
            only: Dictionary(brokers.map { ($0.name, $0.platform ?? "") }) { first, _ in first })
    }

    func offer(_ place: OfferPlace) -> Session? {
        brokers.first { $0.name == place.broker }?.offers.first { $0.component.meta?.uuid == place.id }
    }

    /// Why not, by broker: from the answer when it is there, until then from what platforms have said.
    var refusals: [WhyNot.Said] {
        let isOne = brokers.count == 1
        return brokers.map { broker in
            let meta: Metadata?
            if let answer = broker.answer {
                meta = answer.value.meta
            } else {
                var heard = Metadata()
                heard.messages = self.heard.filter { $0.broker == broker.name }.flatMap(\.answer.messages)
                meta = heard
            }
            return WhyNot.Said(broker: broker.name, title: isOne ? nil : broker.title, refusal: Refusal(meta))
        }
    }

    /// Claims an offer for one accept; false when another one is being accepted, or was, and when all were given back.
    mutating func take(_ place: OfferPlace) -> Bool {
        if givenBack != nil, accepted != place { return false }
        if let taken = accepted ?? claim, taken != place { return false }
        claim = place
        return true
    }

    /// What came of a claim.
    mutating func settle(_ place: OfferPlace, isAccepted: Bool) {
        if claim == place { claim = nil }
        if isAccepted { accepted = place }
    }

    /// Lets all offers go; false when one of them is taken, and when they went already.
    mutating func giveBack(_ reason: GivingBack) -> Bool {
        if accepted != nil || claim != nil || givenBack != nil { return false }
        givenBack = reason
        return true
    }

    /// Why a broker gave no answer.
    mutating func fail(_ name: String, _ problem: String) {
        guard let place = brokers.firstIndex(where: { $0.name == name }), brokers[place].answer == nil else { return }
        brokers[place].problem = problem
    }

    /// An answer, the first time or read again: what a broker no longer knows stays as it was.
    mutating func renew(_ name: String, _ answer: Received<OfferSetResponse>) {
        guard let place = brokers.firstIndex(where: { $0.name == name }) else { return }
        brokers[place].answer = answer
        let platforms = Set(heard.filter { $0.broker == name }.compactMap(\.answer.platform))
        if platforms.count == 1 { brokers[place].platform = platforms.first }
        // It may have been accepted by another way, such as the command line.
        if accepted == nil, let taken = answer.value.offers.first(where: \.isTaken)?.component.meta?.uuid {
            accepted = OfferPlace(broker: name, id: taken)
        }
    }
}

extension Session {
    /// It was an offer and was accepted, whatever became of it.
    var isTaken: Bool {
        switch phase {
        case nil, .initial, .offered, .rejected, .expired: false
        default: true
        }
    }
}
