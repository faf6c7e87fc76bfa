import BerthModel

extension Question {
    /// The plans of a platform that can give anything from the least to the most that is asked for: the most that there
    /// is first, then the least, each once.
    ///
    /// Cores, memory, sizes of storage, what is kept in which storage and the demand are filled in; a maximum above all
    /// that there is is capped, and a message says so.
    ///
    /// - Parameters:
    ///   - capacity: all that there is; `nil` for a platform without bounds.
    ///   - prices: what the platform charges; the most is left out where it costs more than is allowed. Whether the
    ///     least does says `obstaclesOfQuotes`.
    ///   - complete: adds what only the platform knows.
    public func plans(
        on platform: String, capacity: Resources, prices: PriceList = .none, _ complete: (inout Plan) -> Void
    ) -> [Plan] {
        plans(on: platform, capacity, "all that there is", prices, complete)
    }

    /// - Parameter bound: what it is that caps a maximum.
    func plans(
        on platform: String, _ capacity: Resources?, _ bound: String, _ prices: PriceList,
        _ complete: (inout Plan) -> Void
    ) -> [Plan] {
        guard let compute = compute.basic else { return [] }
        let cores = PromisedAmount(compute.cores, capacity: capacity?[.cores] ?? .max)
        let memory = PromisedAmount(compute.memory, capacity: capacity.map { $0[.memory] / bytesPerGibibyte } ?? .max)
        var least = Plan(self, on: platform, cores: cores.least, memoryGibibytes: memory.least)
        func finish(_ plan: inout Plan) {
            quote(&plan, prices)
            complete(&plan)
        }
        // The two differ in nothing but cores and memory, and what follows from these.
        var most = least
        finish(&least)
        if cores.isFixed && memory.isFixed { return [least] }
        most.promise(cores: cores.most, memoryGibibytes: memory.most)
        finish(&most)
        if !obstaclesOfQuotes(costs: most.costs, metrics: most.metrics).isEmpty { return [least] }
        for (path, amount, unit) in [("compute.cores.max", cores, "cores"), ("compute.memory.max", memory, "GiB")]
        where amount.isCapped {
            most.messages.append(
                Message(
                    .info, time: now,
                    "{path} is {available} {unit}, \(bound); {wanted} were asked for.",
                    ["path": path, "available": "\(amount.most)", "unit": unit, "wanted": "\(amount.wanted)"]))
        }
        return [most, least]
    }
}
