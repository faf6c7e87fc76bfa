/// Searches of one dimension in the stretch from `start` to before `end`; what holds at its start belongs to it.
extension UsageTree {
    /// What is booked at an instant.
    func level(_ dimension: Int, at time: Int64) -> Int64 {
        var node = root
        var level: Int64 = 0
        while node != UsageTree.none {
            let here = nodes[Int(node)]
            if here.time > time {
                node = here.left
            } else {
                level &+= sum(here.left, dimension) &+ numbers[place(node, .change, dimension)]
                node = here.right
            }
        }
        return level
    }

    /// The most that is booked in the stretch.
    func most(_ dimension: Int, from start: Int64, before end: Int64) -> Int64 {
        let level = level(dimension, at: start)
        return max(level, most(dimension, after: start, before: end, below: root, 0) ?? level)
    }

    private func most(
        _ dimension: Int, after start: Int64, before end: Int64, below node: Int32, _ level: Int64
    ) -> Int64? {
        // `start` and `end` at the ends of time stand for bounds that the whole subtree keeps.
        if node == UsageTree.none { return nil }
        if start == .min, end == .max { return level &+ numbers[place(node, .most, dimension)] }
        let here = nodes[Int(node)]
        if here.time >= end { return most(dimension, after: start, before: end, below: here.left, level) }
        let own = level &+ sum(here.left, dimension) &+ numbers[place(node, .change, dimension)]
        if here.time <= start { return most(dimension, after: start, before: end, below: here.right, own) }
        let left = most(dimension, after: start, before: .max, below: here.left, level) ?? own
        let right = most(dimension, after: .min, before: end, below: here.right, own) ?? own
        return max(own, left, right)
    }

    /// The first instant with more than the limit.
    func firstAbove(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        if level(dimension, at: start) > limit { return start }
        return firstAbove(limit, dimension, after: start, before: end, below: root, 0)
    }

    private func firstAbove(
        _ limit: Int64, _ dimension: Int, after start: Int64, before end: Int64, below node: Int32, _ level: Int64
    ) -> Int64? {
        if node == UsageTree.none || level &+ numbers[place(node, .most, dimension)] <= limit { return nil }
        let here = nodes[Int(node)]
        if here.time > start,
            let found = firstAbove(limit, dimension, after: start, before: end, below: here.left, level)
        {
            return found
        }
        if here.time >= end { return nil }
        let own = level &+ sum(here.left, dimension) &+ numbers[place(node, .change, dimension)]
        if here.time > start, own > limit { return here.time }
        return firstAbove(limit, dimension, after: start, before: end, below: here.right, own)
    }

    /// The last change in the stretch that leads to more than the limit, or its start when it is above from there on.
    func lastAbove(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        if let found = lastAbove(limit, dimension, after: start, before: end, below: root, 0) { return found }
        return level(dimension, at: start) > limit ? start : nil
    }

    private func lastAbove(
        _ limit: Int64, _ dimension: Int, after start: Int64, before end: Int64, below node: Int32, _ level: Int64
    ) -> Int64? {
        if node == UsageTree.none || level &+ numbers[place(node, .most, dimension)] <= limit { return nil }
        let here = nodes[Int(node)]
        let own = level &+ sum(here.left, dimension) &+ numbers[place(node, .change, dimension)]
        if here.time < end,
            let found = lastAbove(limit, dimension, after: start, before: end, below: here.right, own)
        {
            return found
        }
        if here.time <= start { return nil }
        if here.time < end, own > limit { return here.time }
        return lastAbove(limit, dimension, after: start, before: end, below: here.left, level)
    }

    /// The first instant with no more than the limit.
    func firstWithin(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        if level(dimension, at: start) <= limit { return start }
        return firstWithin(limit, dimension, after: start, before: end, below: root, 0)
    }

    private func firstWithin(
        _ limit: Int64, _ dimension: Int, after start: Int64, before end: Int64, below node: Int32, _ level: Int64
    ) -> Int64? {
        if node == UsageTree.none || level &+ numbers[place(node, .least, dimension)] > limit { return nil }
        let here = nodes[Int(node)]
        if here.time > start,
            let found = firstWithin(limit, dimension, after: start, before: end, below: here.left, level)
        {
            return found
        }
        if here.time >= end { return nil }
        let own = level &+ sum(here.left, dimension) &+ numbers[place(node, .change, dimension)]
        if here.time > start, own <= limit { return here.time }
        return firstWithin(limit, dimension, after: start, before: end, below: here.right, own)
    }

    /// Everything that is booked at an instant.
    func levels(at time: Int64) -> Amounts {
        var levels = Amounts.zero
        for dimension in 0..<width { levels.lanes[dimension] = level(dimension, at: time) }
        return levels
    }

    /// The instants in the stretch at which something changes, ascending, without its start.
    ///
    /// - Parameter limit: not more than the first so many.
    func instants(after start: Int64, before end: Int64, limit: Int = .max) -> [Int64] {
        var found: [Int64] = []
        collect(after: start, before: end, below: root, limit, &found)
        return found
    }

    private func collect(
        after start: Int64, before end: Int64, below node: Int32, _ limit: Int, _ found: inout [Int64]
    ) {
        if node == UsageTree.none || found.count >= limit { return }
        let here = nodes[Int(node)]
        if here.time > start { collect(after: start, before: end, below: here.left, limit, &found) }
        if here.time > start, here.time < end, found.count < limit { found.append(here.time) }
        if here.time < end { collect(after: start, before: end, below: here.right, limit, &found) }
    }
}
