public import BerthModel

/// Things that are counted by name: GPUs of a model, licences. A request asks for them with a metric whose type says
/// the name; an offer promises them with the same metric.
extension Question {
    /// The metrics of an offer that promise what is counted. Of what need not be there, and is not, nothing is
    /// promised.
    func promises(of demand: Resources) -> [Metric] {
        countables.filter { demand.has($0.name) }.map { countable in
            var quote = Quote()
            quote.type = Kind.countablePrefix + countable.name
            let amount = Double(demand[named: countable.name])
            quote.min = amount
            quote.max = amount
            quote.description = "\(countable.name), for this session alone."
            return .simple(quote)
        }
    }
}

/// One thing that is counted, as it is asked for.
public struct Countable: Sendable, Hashable {
    public var name: String
    public var least: Int64
    public var most: Int64?
    /// Its place among the metrics of the request.
    public var index: Int

    /// What these ask for: each name once, the most of its minimums, and the least of its maximums.
    static func all(in metrics: [Metric]) -> [Countable] {
        var found: [Countable] = []
        var places: [String: Int] = [:]
        for (index, metric) in metrics.enumerated() {
            guard case .simple(let wish) = metric, let name = wish.countable else { continue }
            let least = whole(wish.min ?? 0, .up)
            let most = wish.max.map { whole($0, .down) }
            guard let known = places[name] else {
                places[name] = found.count
                found.append(Countable(name: name, least: least, most: most, index: index))
                continue
            }
            if least > found[known].least { (found[known].least, found[known].index) = (least, index) }
            if let most { found[known].most = min(found[known].most ?? .max, most) }
        }
        return found
    }

    /// There are no parts of a thing: a minimum is rounded up, a maximum down. What is beyond numbers stops at them.
    static func whole(_ value: Double, _ rule: FloatingPointRoundingRule) -> Int64 {
        let rounded = value.rounded(rule)
        if !(rounded > 0) { return 0 }
        return Int64(exactly: rounded) ?? .max
    }
}

extension Quote {
    /// The name of what is counted, where the type says such a thing.
    public var countable: String? {
        guard let type, type.hasPrefix(Kind.countablePrefix) else { return nil }
        let name = String(type.dropFirst(Kind.countablePrefix.count))
        return NamedCount.isName(name) ? name : nil
    }
}
