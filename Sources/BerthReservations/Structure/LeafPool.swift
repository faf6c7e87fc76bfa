/// The leaves of a tree of usage: instants in order, and for each dimension what is booked after each of them, counted
/// from the begin of the leaf.
struct LeafPool: Sendable {
    let width: Int
    var times: [Int64] = []
    /// For each leaf and each dimension the levels, side by side.
    var levels: [Int64] = []
    var counts: [Int32] = []
    private(set) var spare: [Int32] = []

    init(width: Int) { self.width = width }

    mutating func make() -> Int32 {
        if let free = spare.popLast() {
            counts[Int(free)] = 0
            return free
        }
        times.append(contentsOf: repeatElement(0, count: UsageTree.fanout))
        levels.append(contentsOf: repeatElement(0, count: UsageTree.fanout * width))
        counts.append(0)
        return Int32(counts.count - 1)
    }

    @inline(__always)
    func levels(of leaf: Int32, _ dimension: Int) -> Int { (Int(leaf) * width + dimension) * UsageTree.fanout }

    /// How many instants are before this one, or at it too.
    func place(of time: Int64, in leaf: Int32, isAfter: Bool = false) -> Int {
        let begin = Int(leaf) * UsageTree.fanout
        var (low, high) = (0, Int(counts[Int(leaf)]))
        while low < high {
            let middle = (low + high) / 2
            let here = times[begin + middle]
            if here < time || (isAfter && here == time) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Adds to everything from an instant of the leaf on.
    ///
    /// - Returns: whether nothing changes there any more.
    mutating func add(_ change: Amounts, at place: Int, of leaf: Int32) -> Bool {
        var isZero = true
        for dimension in 0..<width {
            let begin = levels(of: leaf, dimension)
            levels.add(change.lanes[dimension], from: begin + place, to: begin + Int(counts[Int(leaf)]))
            if levels[begin + place] != (place == 0 ? 0 : levels[begin + place - 1]) { isZero = false }
        }
        return isZero
    }

    mutating func insert(_ time: Int64, _ change: Amounts, at place: Int, of leaf: Int32) {
        let last = Int(counts[Int(leaf)])
        times.shift(from: Int(leaf) * UsageTree.fanout + place, to: Int(leaf) * UsageTree.fanout + last, by: 1)
        times[Int(leaf) * UsageTree.fanout + place] = time
        for dimension in 0..<width {
            let begin = levels(of: leaf, dimension)
            levels.shift(from: begin + place, to: begin + last, by: 1)
            levels[begin + place] = place == 0 ? 0 : levels[begin + place - 1]
            levels.add(change.lanes[dimension], from: begin + place, to: begin + last + 1)
        }
        counts[Int(leaf)] += 1
    }

    /// Takes an instant out at which nothing changes.
    mutating func remove(at place: Int, of leaf: Int32) {
        let last = Int(counts[Int(leaf)])
        times.shift(from: Int(leaf) * UsageTree.fanout + place + 1, to: Int(leaf) * UsageTree.fanout + last, by: -1)
        for dimension in 0..<width {
            let begin = levels(of: leaf, dimension)
            levels.shift(from: begin + place + 1, to: begin + last, by: -1)
        }
        counts[Int(leaf)] -= 1
    }

    /// The right half of a full leaf, as a leaf of its own.
    mutating func split(_ leaf: Int32) -> Int32 {
        let right = make()
        let half = UsageTree.fanout / 2
        copy(from: half, of: leaf, to: 0, of: right, half)
        counts[Int(right)] = Int32(half)
        counts[Int(leaf)] = Int32(half)
        for dimension in 0..<width {
            let begin = levels(of: right, dimension)
            levels.add(0 &- sum(of: leaf, dimension), from: begin, to: begin + half)
        }
        return right
    }

    mutating func merge(_ second: Int32, into first: Int32) {
        let (have, more) = (Int(counts[Int(first)]), Int(counts[Int(second)]))
        copy(from: 0, of: second, to: have, of: first, more)
        for dimension in 0..<width {
            let begin = levels(of: first, dimension) + have
            levels.add(sum(of: first, dimension), from: begin, to: begin + more)
        }
        counts[Int(first)] += Int32(more)
        spare.append(second)
    }

    private mutating func copy(from: Int, of source: Int32, to: Int, of target: Int32, _ count: Int) {
        let (old, new) = (Int(source) * UsageTree.fanout + from, Int(target) * UsageTree.fanout + to)
        times.copy(from: old, to: new, count)
        for dimension in 0..<width {
            levels.copy(from: levels(of: source, dimension) + from, to: levels(of: target, dimension) + to, count)
        }
    }

    /// What all changes of a leaf come to.
    func sum(of leaf: Int32, _ dimension: Int) -> Int64 {
        let count = Int(counts[Int(leaf)])
        return count == 0 ? 0 : levels[levels(of: leaf, dimension) + count - 1]
    }

    func outline(_ leaf: Int32, _ dimension: Int) -> UsageTree.Outline {
        let begin = levels(of: leaf, dimension)
        return levels.withUnsafeBufferPointer { levels in
            var outline = UsageTree.Outline()
            for index in begin..<begin + Int(counts[Int(leaf)]) {
                outline.least = min(outline.least, levels[index])
                outline.most = max(outline.most, levels[index])
            }
            return outline
        }
    }
}
