/// Questions. A sibling names its group, and then counts what the group holds already as free for it.
extension Timeline {
    /// Whether all of it is free during all of the slot. An empty slot, and what is negative or not counted here, never
    /// fits.
    public func fits(_ amounts: Amounts, during slot: Slot, group: ID? = nil) -> Bool {
        !slot.isEmpty && canBeBooked(amounts) && firstConflict(amounts, during: slot, group: group) == nil
    }

    /// What is free during all of the slot, zero where more is booked than there is; nothing for an empty slot.
    public func free(during slot: Slot, group: ID? = nil) -> Amounts {
        if slot.isEmpty { return .zero }
        var free = Amounts.endless
        for stretch in stretches(from: slot.start, before: slot.end, group: group, in: capacity) {
            for index in 0..<dimensions.count {
                let most = usage.most(index, from: stretch.start, before: stretch.end)
                free.lanes[index] = min(free.lanes[index], stretch.free(Dimension(index: index), booked: most))
            }
        }
        for index in 0..<Dimensions.limit {
            free.lanes[index] = index < dimensions.count ? max(0, free.lanes[index]) : 0
        }
        return free
    }

    /// The first instant at which it does not fit, and of the dimensions that are short there the first.
    public func firstConflict(_ amounts: Amounts, during slot: Slot, group: ID? = nil) -> Conflict? {
        firstConflict(amounts, during: slot, group: group, in: capacity)
    }

    func firstConflict(_ amounts: Amounts, during slot: Slot, group: ID?, in capacity: Steps) -> Conflict? {
        for stretch in stretches(from: slot.start, before: slot.end, group: group, in: capacity) {
            // Nobody is refused for what they do not ask for.
            var first: (instant: Int64, dimension: Dimension)?
            for dimension in dimensions.all where amounts[dimension] > 0 {
                let found = usage.firstAbove(
                    stretch.limit(dimension, for: amounts), dimension.index, from: stretch.start,
                    before: first?.instant ?? stretch.end)
                if let found { first = (found, dimension) }
            }
            if let (instant, dimension) = first {
                let booked = usage.level(dimension.index, at: instant)
                return Conflict(
                    dimension: dimension, instant: instant, wanted: amounts[dimension],
                    free: stretch.free(dimension, booked: booked))
            }
        }
        return nil
    }

    /// The earliest start from `first` to `last`, both included, from which on it is free for the whole duration.
    ///
    /// - Parameter duration: seconds, more than zero.
    /// - Returns: `nil` when there is none, or when the duration or an amount is not one that can be booked.
    public func earliest(
        _ amounts: Amounts, duration: Int64, from first: Int64, through last: Int64, group: ID? = nil
    ) -> Int64? {
        if duration <= 0 || !canBeBooked(amounts) { return nil }
        var start = first
        while start <= last {
            guard let slot = Slot(start: start, duration: duration) else { return nil }
            guard let (instant, dimension) = lastConflict(amounts, during: slot, group: group) else { return start }
            // Every start up to the conflict meets it as well, because its slot ends after this one's does.
            guard let next = firstFit(amounts, dimension, from: instant, through: last, group: group) else {
                return nil
            }
            start = next
        }
        return nil
    }

    /// The first starts that a person could tell apart: of every run of possible starts the earliest, ascending.
    ///
    /// - Parameter limit: not more than so many.
    public func starts(
        _ amounts: Amounts, duration: Int64, from first: Int64, through last: Int64, group: ID? = nil, limit: Int
    ) -> [Int64] {
        var starts: [Int64] = []
        var from = first
        while starts.count < limit {
            guard
                let start = earliest(amounts, duration: duration, from: from, through: last, group: group)
            else { break }
            starts.append(start)
            // The run ends where a slot would reach into the next conflict.
            let reach = Slot(start: last, duration: duration)?.end ?? .max
            guard
                let conflict = firstConflict(amounts, during: Slot(start: start, end: reach), group: group)
            else { break }
            from = conflict.instant - duration + 1
        }
        return starts
    }

    /// The last instant known not to fit within the slot, over all dimensions.
    private func lastConflict(
        _ amounts: Amounts, during slot: Slot, group: ID?
    ) -> (instant: Int64, dimension: Dimension)? {
        for stretch in stretches(from: slot.start, before: slot.end, group: group, in: capacity).reversed() {
            var last: (instant: Int64, dimension: Dimension)?
            for dimension in dimensions.all where amounts[dimension] > 0 {
                // Only what comes after the last that is known says more.
                let found = usage.lastAbove(
                    stretch.limit(dimension, for: amounts), dimension.index,
                    from: last.map { $0.instant + 1 } ?? stretch.start, before: stretch.end)
                if let found { last = (found, dimension) }
            }
            if let last { return last }
        }
        return nil
    }

    /// The first instant at which one dimension is free enough.
    private func firstFit(
        _ amounts: Amounts, _ dimension: Dimension, from start: Int64, through last: Int64, group: ID?
    ) -> Int64? {
        let end = last == .max ? .max : last + 1
        for stretch in stretches(from: start, before: end, group: group, in: capacity) {
            let found = usage.firstWithin(
                stretch.limit(dimension, for: amounts), dimension.index, from: stretch.start, before: stretch.end)
            if let found { return found }
        }
        return nil
    }

    private func canBeBooked(_ amounts: Amounts) -> Bool {
        amounts.firstNegative == nil && firstUncounted(amounts) == nil
    }
}

/// A stretch of time in which neither the capacity changes, nor what the asker's group holds.
struct Stretch {
    var start: Int64
    var end: Int64
    var capacity: Amounts
    var held: Amounts

    /// The most that may be booked where the amount is still to fit.
    func limit(_ dimension: Dimension, for amounts: Amounts) -> Int64 {
        let more = amounts[dimension] - held[dimension]
        return more <= 0 ? .max : capacity[dimension] - more
    }

    /// What is free for the asker; stops at the largest number.
    func free(_ dimension: Dimension, booked: Int64) -> Int64 {
        capacity[dimension] - (booked - held[dimension])
    }
}

extension Timeline {
    /// The stretches that a slot falls into, ascending, without gaps; none for an empty slot.
    func stretches(from start: Int64, before end: Int64, group: ID?, in capacity: Steps) -> [Stretch] {
        let hold = group.flatMap { groups[$0]?.hold } ?? Steps(.zero)
        var stretches: [Stretch] = []
        var (step, share) = (capacity.index(at: start), hold.index(at: start))
        var from = start
        while from < end {
            let until = min(capacity.end(of: step), hold.end(of: share), end)
            stretches.append(
                Stretch(start: from, end: until, capacity: capacity.values[step], held: hold.values[share]))
            if until == capacity.end(of: step), step + 1 < capacity.times.count { step += 1 }
            if until == hold.end(of: share), share + 1 < hold.times.count { share += 1 }
            from = until
        }
        return stretches
    }
}
