extension Timeline {
    /// What is booked and what there is during a slot, step by step, ascending; the first step begins with the slot.
    ///
    /// Takes time that grows with the number of steps in the slot.
    public func profile(during slot: Slot) -> [UsageStep] {
        starts(during: slot, limit: .max).map { instant in
            UsageStep(start: instant, booked: usage.levels(at: instant), capacity: capacity.value(at: instant))
        }
    }

    /// The first so many instants of a slot at which what is booked or what there is changes, and its start.
    ///
    /// Takes time that grows with the limit, and not with the number of steps in the slot.
    public func starts(during slot: Slot, limit: Int) -> [Int64] {
        if slot.isEmpty { return [] }
        let changes = capacity.times.lazy.filter { $0 > slot.start && $0 < slot.end }.prefix(limit)
        let instants = usage.instants(after: slot.start, before: slot.end, limit: limit)
        return Array(Set([slot.start]).union(changes).union(instants).sorted().prefix(limit))
    }

    /// Where more is booked than there is, after a cut of capacity: by start, then by dimension.
    ///
    /// - Parameter limit: not more than so many for each dimension.
    public func overbooked(from start: Int64, limit: Int = 100) -> [Shortage] {
        var shortages: [Shortage] = []
        for dimension in dimensions.all {
            var found: [Shortage] = []
            for stretch in stretches(from: start, before: .max, group: nil, in: capacity) {
                let capacity = stretch.capacity[dimension]
                var from = stretch.start
                while found.count < limit, from < stretch.end,
                    let above = usage.firstAbove(capacity, dimension.index, from: from, before: stretch.end)
                {
                    from = usage.firstWithin(capacity, dimension.index, from: above, before: stretch.end) ?? stretch.end
                    let most = usage.most(dimension.index, from: above, before: from)
                    found.append(
                        Shortage(
                            dimension: dimension, slot: Slot(start: above, end: from), booked: most,
                            capacity: capacity))
                }
            }
            shortages += found
        }
        return shortages.sorted { ($0.slot.start, $0.dimension) < ($1.slot.start, $1.dimension) }
    }
}
