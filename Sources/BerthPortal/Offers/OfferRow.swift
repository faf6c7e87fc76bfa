import BerthAnswers
import BerthModel
import BerthPlatform

/// One offer as people compare it: where, when, how much, for how much, until when.
struct OfferRow: Sendable, Hashable {
    /// Its place in the answer, from 1, whatever it is sorted by: what the charts call it.
    var number: Int
    var broker: String
    /// As people see the broker; nil where there is only one.
    var brokerTitle: String?
    var id: UUID
    var platform: String
    var phase: SessionPhase
    var expires: Instant?
    var times: OfferTimes
    var cores: IntegerRange?
    var memory: IntegerRange?
    /// Flavor, accelerators and what else is counted by name.
    var extras: String
    var storage: String
    var storageGibibytes: Int64
    /// What it costs in all, and by the hour, in the order of the offer.
    var prices: [OfferPrice]
    /// Other measures, such as energy.
    var measures: [OfferPrice]

    /// - Returns: nil for an offer that has no identifier, and so cannot be accepted.
    init?(_ offer: Session, number: Int, broker: String, brokerTitle: String?) {
        guard let id = offer.component.meta?.uuid else { return nil }
        self.number = number
        self.broker = broker
        self.brokerTitle = brokerTitle
        self.id = id
        platform = offer.platform ?? ""
        phase = offer.phase ?? .offered
        expires = offer.expires
        times = OfferTimes(offer.schedule)
        cores = offer.compute?.basic?.cores
        memory = offer.compute?.basic?.memory
        var counted = offer
        // Measures have a column of their own.
        counted.component.metrics = offer.component.metrics.filter { metric in
            if case .simple(let quote) = metric { quote.countable != nil } else { false }
        }
        extras = ValueText.counted(counted)
        storage = ValueText.storage(offer.storage)
        storageGibibytes = offer.storage.reduce(0) { sum, storage in
            guard case .simple(let simple) = storage else { return sum }
            let (next, overflow) = sum.addingReportingOverflow(simple.size?.min ?? 0)
            return overflow ? .max : next
        }
        prices = OfferPrice.gathered(
            offer.component.costs.compactMap { if case .simple(let quote) = $0 { quote } else { nil } })
        measures = OfferPrice.gathered(
            offer.component.metrics.compactMap {
                if case .simple(let quote) = $0, quote.countable == nil { quote } else { nil }
            })
    }

    /// Whether it can be accepted at an instant.
    func isOpen(at now: Instant) -> Bool { phase == .offered && expires.map { $0 > now } ?? true }

    /// Where it is, for people.
    var place: String {
        [platform, brokerTitle ?? ""].filter { !$0.isEmpty }.joined(separator: ", ")
    }

    /// The offers of some brokers, numbered through.
    ///
    /// - Parameter only: the platforms of brokers that have no other, and so need not name it.
    static func rows(
        _ answers: [(name: String, title: String, offers: [Session])], only: [String: String] = [:]
    ) -> [OfferRow] {
        let isOne = answers.count == 1
        var rows: [OfferRow] = []
        for answer in answers {
            for offer in answer.offers {
                guard
                    var row = OfferRow(
                        offer, number: rows.count + 1, broker: answer.name, brokerTitle: isOne ? nil : answer.title)
                else { continue }
                if row.platform.isEmpty { row.platform = only[answer.name] ?? "" }
                if row.place.isEmpty { row.platform = answer.title }
                rows.append(row)
            }
        }
        return rows
    }
}

/// When an offer is prepared, runs and is released.
struct OfferTimes: Sendable, Hashable {
    var staging: Instant?
    var start: Instant?
    var duration: TimeSpan?
    var end: Instant?
    var released: Instant?

    init(_ schedule: Schedule?) {
        let available = schedule?.available
        start = available?.start?.start
        duration = available?.duration
        staging = schedule?.preparing?.start
        if let start, let duration { end = start + duration }
        if let releasing = schedule?.releasing, let begin = releasing.start {
            released = begin + (releasing.duration ?? .zero)
        }
    }
}

/// What is paid, or used up, in one currency or unit.
struct OfferPrice: Sendable, Hashable {
    /// The currency or unit as people write it.
    var unit: String
    /// In all: the least and the most.
    var total: ClosedRange<Double>?
    var hourly: ClosedRange<Double>?

    /// By unit, in the order in which units come first; what is by the hour stands beside the total of its unit.
    static func gathered(_ quotes: [Quote]) -> [OfferPrice] {
        var prices: [OfferPrice] = []
        for quote in quotes {
            guard let range = range(quote) else { continue }
            let word = word(quote.type ?? "")
            let place = prices.firstIndex { $0.unit == word.unit } ?? prices.count
            if place == prices.count { prices.append(OfferPrice(unit: word.unit)) }
            if word.isHourly { prices[place].hourly = range } else { prices[place].total = range }
        }
        return prices
    }

    private static func range(_ quote: Quote) -> ClosedRange<Double>? {
        guard let one = quote.min ?? quote.max, let other = quote.max ?? quote.min, one.isFinite, other.isFinite
        else { return nil }
        return min(one, other)...max(one, other)
    }

    /// The last word of a type's URI, and whether it is by the hour.
    private static func word(_ type: String) -> (unit: String, isHourly: Bool) {
        let isHourly = type.hasSuffix(Price.perHour)
        let whole = isHourly ? type.dropLast(Price.perHour.count) : type[...]
        return (String(whole.split(whereSeparator: { $0 == "/" || $0 == "#" }).last ?? ""), isHourly)
    }

    var totalText: String? { total.map { ValueText.amount($0, unit) } }
    var hourlyText: String? { hourly.map { ValueText.amount($0, unit.isEmpty ? "an hour" : unit + " an hour") } }

    init(unit: String) { self.unit = unit }
}
