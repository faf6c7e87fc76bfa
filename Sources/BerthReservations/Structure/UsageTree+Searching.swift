/// Searches of one dimension in the stretch from `start` to before `end`; what holds at its start belongs to it.
extension UsageTree {
    /// What is booked at an instant.
    func level(_ dimension: Int, at time: Int64) -> Int64 {
        var node = root
        var level: Int64 = 0
        for _ in 0..<depth {
            let slot = inner.slot(of: time, in: node)
            level &+= inner.numbers[inner.begin(of: node, dimension, .before) + slot]
            node = inner.children[Int(node) * Self.fanout + slot]
        }
        let place = leaves.place(of: time, in: node, isAfter: true)
        return place == 0 ? level : level &+ leaves.levels[leaves.levels(of: node, dimension) + place - 1]
    }

    /// The most that is booked in the stretch.
    func most(_ dimension: Int, from start: Int64, before end: Int64) -> Int64 {
        var found = level(dimension, at: start)
        most(Search(dimension, after: start, before: end), below: root, depth, until: .max, 0, &found)
        return found
    }

    /// The first instant with more than the limit.
    func firstAbove(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        if level(dimension, at: start) > limit { return start }
        let search = Search(dimension, after: start, before: end)
        return first(search, .most, { $0 > limit }, below: root, depth, 0)
    }

    /// The last change in the stretch that leads to more than the limit, or its start when it is above from there on.
    func lastAbove(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        let search = Search(dimension, after: start, before: end)
        if let found = last(search, above: limit, below: root, depth, 0) { return found }
        return level(dimension, at: start) > limit ? start : nil
    }

    /// The first instant with no more than the limit.
    func firstWithin(_ limit: Int64, _ dimension: Int, from start: Int64, before end: Int64) -> Int64? {
        if start >= end { return nil }
        if level(dimension, at: start) <= limit { return start }
        let search = Search(dimension, after: start, before: end)
        return first(search, .least, { $0 <= limit }, below: root, depth, 0)
    }

    /// Where is looked, in which dimension.
    struct Search {
        var dimension: Int
        var start: Int64
        var end: Int64

        init(_ dimension: Int, after start: Int64, before end: Int64) {
            (self.dimension, self.start, self.end) = (dimension, start, end)
        }
    }

    /// - Parameters:
    ///   - bound: where the next node begins.
    ///   - level: what is booked before the node.
    private func most(
        _ search: Search, below node: Int32, _ height: Int, until bound: Int64, _ level: Int64, _ found: inout Int64
    ) {
        let begin = Int(node) * Self.fanout
        if height == 0 {
            let levels = leaves.levels(of: node, search.dimension)
            for place in places(of: search, in: node) { found = max(found, level &+ leaves.levels[levels + place]) }
            return
        }
        let count = Int(inner.counts[Int(node)])
        let (befores, mosts) = (
            inner.begin(of: node, search.dimension, .before), inner.begin(of: node, search.dimension, .most)
        )
        for slot in slots(of: search, in: node) {
            let first = inner.firsts[begin + slot]
            let next = slot + 1 < count ? inner.firsts[begin + slot + 1] : bound
            let before = level &+ inner.numbers[befores + slot]
            if first > search.start && next <= search.end {
                found = max(found, before &+ inner.numbers[mosts + slot])
            } else {
                most(search, below: inner.children[begin + slot], height - 1, until: next, before, &found)
            }
        }
    }

    /// - Parameters:
    ///   - vector: what of a child says whether it can have such a level.
    ///   - isWanted: whether a level is one.
    private func first(
        _ search: Search, _ vector: InnerPool.Vector, _ isWanted: (Int64) -> Bool, below node: Int32, _ height: Int,
        _ level: Int64
    ) -> Int64? {
        let begin = Int(node) * Self.fanout
        if height == 0 {
            let levels = leaves.levels(of: node, search.dimension)
            for place in places(of: search, in: node) where isWanted(level &+ leaves.levels[levels + place]) {
                return leaves.times[begin + place]
            }
            return nil
        }
        let (befores, bounds) = (
            inner.begin(of: node, search.dimension, .before), inner.begin(of: node, search.dimension, vector)
        )
        for slot in slots(of: search, in: node) {
            let before = level &+ inner.numbers[befores + slot]
            if isWanted(before &+ inner.numbers[bounds + slot]),
                let found = first(
                    search, vector, isWanted, below: inner.children[begin + slot], height - 1, before)
            {
                return found
            }
        }
        return nil
    }

    private func last(
        _ search: Search, above limit: Int64, below node: Int32, _ height: Int, _ level: Int64
    ) -> Int64? {
        let begin = Int(node) * Self.fanout
        if height == 0 {
            let levels = leaves.levels(of: node, search.dimension)
            for place in places(of: search, in: node).reversed()
            where level &+ leaves.levels[levels + place] > limit { return leaves.times[begin + place] }
            return nil
        }
        let (befores, mosts) = (
            inner.begin(of: node, search.dimension, .before), inner.begin(of: node, search.dimension, .most)
        )
        for slot in slots(of: search, in: node).reversed() {
            let before = level &+ inner.numbers[befores + slot]
            if before &+ inner.numbers[mosts + slot] > limit,
                let found = last(
                    search, above: limit, below: inner.children[begin + slot], height - 1, before)
            {
                return found
            }
        }
        return nil
    }

    /// The places of a leaf whose instants are in the stretch.
    private func places(of search: Search, in leaf: Int32) -> Range<Int> {
        let first = leaves.place(of: search.start, in: leaf, isAfter: true)
        return first..<max(first, leaves.place(of: search.end, in: leaf))
    }

    /// The children of a node in which instants of the stretch can be.
    private func slots(of search: Search, in node: Int32) -> Range<Int> {
        let first = inner.slot(of: search.start, in: node)
        let last = inner.slot(of: search.end, in: node)
        // What begins with the end of the stretch has nothing of it.
        let isOut = inner.firsts[Int(node) * Self.fanout + last] >= search.end
        return first..<max(first, isOut ? last : last + 1)
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
        collect(after: start, before: end, below: root, depth, limit, &found)
        return found
    }

    private func collect(
        after start: Int64, before end: Int64, below node: Int32, _ height: Int, _ limit: Int, _ found: inout [Int64]
    ) {
        let begin = Int(node) * Self.fanout
        if height == 0 {
            for time in leaves.times[begin..<begin + Int(leaves.counts[Int(node)])] {
                if time >= end || found.count >= limit { return }
                if time > start { found.append(time) }
            }
            return
        }
        let count = Int(inner.counts[Int(node)])
        for slot in 0..<count where found.count < limit {
            if inner.firsts[begin + slot] >= end { return }
            if slot + 1 < count, inner.firsts[begin + slot + 1] <= start { continue }
            collect(after: start, before: end, below: inner.children[begin + slot], height - 1, limit, &found)
        }
    }
}
