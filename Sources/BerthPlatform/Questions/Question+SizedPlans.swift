import BerthModel

extension Question {
    /// The plans of a platform with a capacity of any form, or without a bound.
    ///
    /// On nodes the most is what one node can have of it. Of flavors there is one plan for each that has what is needed
    /// and not more than is wanted: the smallest first, not more than `flavorsOffered`, and the largest among them. The
    /// table is sorted once; a question goes through it once.
    public func plans(
        on platform: String, capacity: Capacity?, prices: PriceList = .none, _ complete: (inout Plan) -> Void
    ) -> [Plan] {
        switch capacity?.form {
        case nil: return plans(on: platform, nil, "all that there is", prices, complete)
        case .pool(let all): return plans(on: platform, capacity: all, prices: prices, complete)
        case .nodes(let nodes, let shared):
            let fit = Fit(self, among: nodes, "node", shared: shared)
            return plans(on: platform, roomiest(fit), "all that one node has", prices, complete)
        case .flavors(let flavors, let quota):
            return plans(on: platform, Fit(self, ofFlavors: flavors, quota), prices, complete)
        }
    }

    /// Of the nodes that have what is needed, the one with the most of what is wanted.
    private func roomiest(_ fit: Fit) -> Resources {
        guard let compute = compute.basic else { return Resources() }
        let cores = PromisedAmount(compute.cores, capacity: .max).wanted
        let memory = PromisedAmount(compute.memory, capacity: .max).wanted.gibibytesInBytes
        var best: Size?
        for node in fit.sizes where node.holds(fit.own) {
            if let best {
                let (one, other) = (
                    (min(node.cores, cores), min(node.memory, memory)),
                    (min(best.cores, cores), min(best.memory, memory))
                )
                if one <= other { continue }
            }
            best = node
        }
        return best?.resources ?? Resources()
    }

    /// More plans than this of one platform are not weighed against each other.
    static let flavorsOffered = 16

    private func plans(
        on platform: String, _ fit: Fit, _ prices: PriceList, _ complete: (inout Plan) -> Void
    ) -> [Plan] {
        let isConstrained = !costs.isEmpty || !metrics.isEmpty
        func isAffordable(_ plan: Plan) -> Bool {
            !isConstrained || obstaclesOfQuotes(costs: plan.costs, metrics: plan.metrics).isEmpty
        }
        var plans: [Plan] = []
        var largest: (flavor: Size, plan: Plan?)?
        for flavor in fit.sizes where fit.admits(flavor) {
            if plans.count < Question.flavorsOffered - 1 {
                let plan = plan(on: platform, flavor, prices, complete)
                if isAffordable(plan) { plans.append(plan) }
                continue
            }
            if let known = largest?.flavor, (flavor.cores, flavor.memory) <= (known.cores, known.memory) { continue }
            // Without constraints all are affordable, and only one more plan has to be made.
            let plan = isConstrained ? plan(on: platform, flavor, prices, complete) : nil
            if plan.map(isAffordable) ?? true { largest = (flavor, plan) }
        }
        if let (flavor, made) = largest { plans.append(made ?? plan(on: platform, flavor, prices, complete)) }
        return plans
    }

    private func plan(
        on platform: String, _ flavor: Size, _ prices: PriceList, _ complete: (inout Plan) -> Void
    ) -> Plan {
        var plan = Plan(
            self, on: platform, cores: flavor.cores, memoryGibibytes: flavor.memory / bytesPerGibibyte)
        plan.place = flavor.name
        plan.demand = flavor.demand(plan.demand)
        plan.promiseAccelerators()
        quote(&plan, prices)
        plan.messages.append(
            Message(
                .info, time: now, "The flavor {flavor} has {size}.",
                ["flavor": flavor.name, "size": Fit.phrase(flavor.resources, like: flavor.resources)]))
        complete(&plan)
        return plan
    }
}
