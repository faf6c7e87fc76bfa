import BerthDocument
public import BerthModel

extension Question {
    /// One obstacle for every constraint that the prices do not meet, with the least that is asked for.
    ///
    /// - Parameters:
    ///   - costs: what is charged besides, the same for everybody.
    ///   - metrics: what is measured besides.
    public func obstaclesOfQuotes(prices: PriceList, costs: [Cost] = [], metrics: [Metric] = []) -> [Obstacle] {
        // Most ask for nothing of the kind, and then nothing need be counted.
        if self.costs.isEmpty && self.metrics.isEmpty { return [] }
        return obstacles(prices, of: needs, costs, metrics)
    }

    /// Numbers are enough here: quotes with their texts are for offers.
    private func obstacles(
        _ prices: PriceList, of demand: Resources, _ costs: [Cost], _ metrics: [Metric]
    ) -> [Obstacle] {
        func bounds(_ prices: [Price], _ label: String?) -> Bounds? {
            prices.amount(label, of: demand, for: duration).map { Bounds($0, $0) }
        }
        let (costs, metrics) = (costs.quotes, metrics.quotes)
        return obstacles(
            cost: { bounds(prices.costs, $0) ?? costs.bounds($0) },
            charged: prices.costs.map(\.type) + costs.compactMap(\.type),
            metric: { bounds(prices.metrics, $0) ?? metrics.bounds($0) })
    }

    /// The same where a task has one of several flavors: none when one is within all constraints, else those of the
    /// flavor that has the fewest.
    public func obstaclesOfQuotes(
        prices: PriceList, capacity: Capacity?, costs: [Cost] = [], metrics: [Metric] = []
    ) -> [Obstacle] {
        if self.costs.isEmpty && self.metrics.isEmpty { return [] }
        guard case .flavors(let flavors, let quota)? = capacity?.form else {
            return obstaclesOfQuotes(prices: prices, costs: costs, metrics: metrics)
        }
        let fit = Fit(self, ofFlavors: flavors, quota)
        // Prices look at nothing else.
        var plain = needs
        plain.amounts.removeAll { !$0.isPlain }
        // What no price says is the same for all flavors: only the others are counted, and told for one flavor alone.
        let wishes = [Wishes(self.costs.quotes, prices.costs), Wishes(self.metrics.quotes, prices.metrics)]
        var nearest: (unmet: Int, flavor: Size)?
        for flavor in flavors where fit.admits(flavor) {
            let demand = flavor.demand(plain)
            let unmet = wishes.reduce(0) { $0 + $1.unmet(by: demand, for: duration) }
            if unmet < nearest?.unmet ?? .max { nearest = (unmet, flavor) }
            if unmet == 0 { break }
        }
        guard let nearest else { return [] }
        return obstacles(prices, of: nearest.flavor.demand(plain), costs, metrics)
    }

    /// One obstacle for every constraint on a cost or a metric that a quote does not meet. Source: WIRE.md §3.12.
    ///
    /// Where nothing is charged, every cost is 0. Where something is, a cost of another label says nothing of it: a
    /// limit in another currency is none that could be kept. A metric that is not quoted is not measured and cannot be
    /// promised.
    public func obstaclesOfQuotes(costs quoted: [Cost], metrics measured: [Metric]) -> [Obstacle] {
        let (quoted, measured) = (quoted.quotes, measured.quotes)
        return obstacles(
            cost: { quoted.bounds($0) }, charged: quoted.compactMap(\.type), metric: { measured.bounds($0) })
    }

    /// - Parameters:
    ///   - cost: the quote of a type, `nil` where there is none.
    ///   - charged: the types in which something is charged.
    private func obstacles(
        cost: (String?) -> Bounds?, charged: @autoclosure () -> [String], metric: (String?) -> Bounds?
    ) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        lazy var charged = charged().reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
        lazy var phrase = charged.joined(separator: ", ")
        for (index, wished) in costs.enumerated() {
            guard case .simple(let wish) = wished else { continue }
            if let bounds = cost(wish.type) {
                Obstacle.addUnmet(wish, by: bounds, "costs", index, to: &obstacles)
                continue
            }
            if charged.isEmpty {
                Obstacle.addUnmet(wish, by: Bounds(0, 0), "costs", index, to: &obstacles)
                continue
            }
            let path: DocumentPath = ["costs", .index(index)]
            obstacles.append(
                Obstacle(
                    .notKnown, path,
                    "{path}: {wanted} is not charged here, so no limit of it can be kept; {available} is.",
                    [
                        "wanted": wish.type ?? "a cost without a type",
                        "available": phrase,
                    ], change: Change(path: path, to: .null, range: .absent)))
        }
        for (index, wished) in metrics.enumerated() {
            // What is counted by name is a size, and `obstaclesOfSize` looks at it.
            guard case .simple(let wish) = wished, wish.countable == nil else { continue }
            guard let bounds = metric(wish.type) else {
                let path: DocumentPath = ["metrics", .index(index)]
                obstacles.append(
                    Obstacle(
                        .notKnown, path, "{path}: {wanted} is not measured here, so it cannot be promised.",
                        ["wanted": wish.type ?? "a metric without a type"],
                        change: Change(path: path, to: .null, range: .absent)))
                continue
            }
            Obstacle.addUnmet(wish, by: bounds, "metrics", index, to: &obstacles)
        }
        return obstacles
    }
}

/// The least and the most of a quote.
private struct Bounds {
    var min: Double?
    var max: Double?

    init(_ min: Double?, _ max: Double?) { (self.min, self.max) = (min, max) }
}

/// The constraints on what a list of prices says, to be counted for many demands.
private struct Wishes {
    private let prices: [Price]
    private let ends: [(number: Int, min: Double?, max: Double?)]

    init(_ wishes: [Quote], _ prices: [Price]) {
        self.prices = prices
        ends = wishes.compactMap { wish in
            // What is counted by name is a size.
            if wish.countable != nil { return nil }
            return prices.number(of: wish.type).map { ($0, wish.min, wish.max) }
        }
    }

    /// How many obstacles there would be.
    func unmet(by demand: Resources, for duration: TimeSpan) -> Int {
        if ends.isEmpty { return 0 }
        let numbers = prices.numbers(of: demand, for: duration)
        var unmet = 0
        for end in ends {
            let asked = numbers[end.number]
            if let most = end.max, asked > most { unmet += 1 }
            if let least = end.min, asked < least { unmet += 1 }
        }
        return unmet
    }
}

extension Question {
    /// What a plan costs and what else is counted of it, by what it demands.
    func quote(_ plan: inout Plan, _ prices: PriceList) {
        plan.costs = prices.costs(of: plan.demand, for: duration)
        plan.metrics = prices.metrics(of: plan.demand, for: duration) + promises(of: plan.demand)
    }
}

extension [Cost] {
    fileprivate var quotes: [Quote] { compactMap { if case .simple(let quote) = $0 { quote } else { nil } } }
}

extension [Metric] {
    fileprivate var quotes: [Quote] { compactMap { if case .simple(let quote) = $0 { quote } else { nil } } }
}

extension [Quote] {
    /// Of the first quote of a type.
    fileprivate func bounds(_ type: String?) -> Bounds? {
        first { $0.type == type }.map { Bounds($0.min, $0.max) }
    }
}

extension Obstacle {
    /// The ends of a wish that a quote lies beyond. A quote with one end has that end for both.
    fileprivate static func addUnmet(
        _ wish: Quote, by quote: Bounds, _ list: String, _ index: Int, to obstacles: inout [Obstacle]
    ) {
        // A path is only made where something is wrong.
        var path: DocumentPath { [.member(list), .index(index)] }
        let unit = wish.type ?? ""
        if let most = wish.max, let asked = quote.max ?? quote.min, asked > most {
            obstacles.append(
                Obstacle(
                    .tooDear, path.appending("max"), "{path}: {available} is asked here, {wanted} is the most allowed.",
                    ["wanted": "\(most)", "available": "\(asked)", "unit": unit], couldChange: "the site",
                    change: Change(path: path.appending("max"), to: .number(asked), range: .text(pattern: nil))))
        }
        if let least = wish.min, let asked = quote.min ?? quote.max, asked < least {
            obstacles.append(
                Obstacle(
                    .never, path.appending("min"),
                    "{path}: {available} is what it comes to here, {wanted} is the least wanted.",
                    ["wanted": "\(least)", "available": "\(asked)", "unit": unit],
                    change: Change(path: path.appending("min"), to: .number(asked), range: .text(pattern: nil))))
        }
    }
}
