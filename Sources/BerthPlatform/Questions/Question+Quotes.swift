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
        return obstaclesOfQuotes(
            costs: prices.costs(of: needs, for: duration) + costs,
            metrics: prices.metrics(of: needs, for: duration) + metrics)
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
        let needs = needs
        var fewest: [Obstacle]?
        for flavor in flavors where fit.admits(flavor) {
            let demand = flavor.demand(needs)
            let obstacles = obstaclesOfQuotes(
                costs: prices.costs(of: demand, for: duration) + costs,
                metrics: prices.metrics(of: demand, for: duration) + metrics)
            if obstacles.count < fewest?.count ?? .max { fewest = obstacles }
            if obstacles.isEmpty { break }
        }
        return fewest ?? []
    }

    /// One obstacle for every constraint on a cost or a metric that a quote does not meet. Source: WIRE.md §3.12.
    ///
    /// A cost that is not quoted is not charged: it is 0. A metric that is not quoted is not measured and cannot be
    /// promised.
    public func obstaclesOfQuotes(costs quoted: [Cost], metrics measured: [Metric]) -> [Obstacle] {
        var obstacles: [Obstacle] = []
        for (index, cost) in costs.enumerated() {
            guard case .simple(let wish) = cost else { continue }
            let quote = quoted.lazy.compactMap { if case .simple(let quote) = $0 { quote } else { nil } }
                .first { $0.type == wish.type }
            obstacles += Obstacle.unmet(wish, by: quote ?? .nothing, ["costs", .index(index)])
        }
        for (index, metric) in metrics.enumerated() {
            // What is counted by name is a size, and `obstaclesOfSize` looks at it.
            guard case .simple(let wish) = metric, wish.countable == nil else { continue }
            let path: DocumentPath = ["metrics", .index(index)]
            let quote = measured.lazy.compactMap { if case .simple(let quote) = $0 { quote } else { nil } }
                .first { $0.type == wish.type }
            guard let quote else {
                obstacles.append(
                    Obstacle(
                        .notKnown, path, "{path}: {wanted} is not measured here, so it cannot be promised.",
                        ["wanted": wish.type ?? "a metric without a type"],
                        change: Change(path: path, to: .null, range: .absent)))
                continue
            }
            obstacles += Obstacle.unmet(wish, by: quote, path)
        }
        return obstacles
    }
}

extension Quote {
    /// What is not charged.
    fileprivate static var nothing: Quote {
        var quote = Quote()
        quote.min = 0
        quote.max = 0
        return quote
    }
}

extension Obstacle {
    /// The ends of a wish that a quote lies beyond. A quote with one end has that end for both.
    fileprivate static func unmet(_ wish: Quote, by quote: Quote, _ path: DocumentPath) -> [Obstacle] {
        var obstacles: [Obstacle] = []
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
        return obstacles
    }
}
