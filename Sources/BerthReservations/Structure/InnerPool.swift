/// The nodes above the leaves: the first instant of each child, and for each dimension what is booked before it,
/// counted from the begin of the node, and the least and most in it, counted from its own begin.
struct InnerPool: Sendable {
    let width: Int
    var firsts: [Int64] = []
    var children: [Int32] = []
    /// For each node and each dimension what is booked before each child, and after the last; then the leasts, then the
    /// mosts.
    var numbers: [Int64] = []
    var counts: [Int32] = []
    private(set) var spare: [Int32] = []

    init(width: Int) { self.width = width }

    enum Vector: Int, CaseIterable { case before, least, most }

    /// Numbers of one dimension of one node.
    private static let stride = UsageTree.fanout * 3 + 1

    mutating func make() -> Int32 {
        if let free = spare.popLast() {
            counts[Int(free)] = 0
            for dimension in 0..<width { numbers[begin(of: free, dimension, .before)] = 0 }
            return free
        }
        firsts.append(contentsOf: repeatElement(0, count: UsageTree.fanout))
        children.append(contentsOf: repeatElement(0, count: UsageTree.fanout))
        numbers.append(contentsOf: repeatElement(0, count: Self.stride * width))
        counts.append(0)
        return Int32(counts.count - 1)
    }

    mutating func free(_ node: Int32) { spare.append(node) }

    @inline(__always)
    func begin(of node: Int32, _ dimension: Int, _ vector: Vector) -> Int {
        (Int(node) * width + dimension) * Self.stride
            + (vector == .before ? 0 : vector.rawValue * UsageTree.fanout + 1)
    }

    /// The child in which an instant is, or would be.
    func slot(of time: Int64, in node: Int32) -> Int {
        let begin = Int(node) * UsageTree.fanout
        var (low, high) = (1, Int(counts[Int(node)]))
        while low < high {
            let middle = (low + high) / 2
            if firsts[begin + middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low - 1
    }

    /// Adds to everything after a child.
    mutating func add(_ change: Amounts, after slot: Int, of node: Int32) {
        for dimension in 0..<width {
            let begin = begin(of: node, dimension, .before)
            numbers.add(change.lanes[dimension], from: begin + slot + 1, to: begin + Int(counts[Int(node)]) + 1)
        }
    }

    /// Makes room for a child whose changes are those of the one before it no more.
    ///
    /// - Parameter sums: what its changes come to.
    mutating func insert(_ child: Int32, at place: Int, of node: Int32, sum: (Int) -> Int64) {
        let last = Int(counts[Int(node)])
        let begin = Int(node) * UsageTree.fanout
        firsts.shift(from: begin + place, to: begin + last, by: 1)
        children.shift(from: begin + place, to: begin + last, by: 1)
        children[begin + place] = child
        for dimension in 0..<width {
            let befores = self.begin(of: node, dimension, .before)
            numbers.shift(from: befores + place, to: befores + last + 1, by: 1)
            numbers[befores + place] = numbers[befores + place + 1] &- sum(dimension)
            for vector in [Vector.least, .most] {
                let column = self.begin(of: node, dimension, vector)
                numbers.shift(from: column + place, to: column + last, by: 1)
            }
        }
        counts[Int(node)] += 1
    }

    /// Takes a child out whose changes are now those of the one before it.
    ///
    /// - Precondition: it is not the first.
    mutating func remove(at place: Int, of node: Int32) {
        let last = Int(counts[Int(node)])
        let begin = Int(node) * UsageTree.fanout
        firsts.shift(from: begin + place + 1, to: begin + last, by: -1)
        children.shift(from: begin + place + 1, to: begin + last, by: -1)
        for dimension in 0..<width {
            let befores = self.begin(of: node, dimension, .before)
            numbers.shift(from: befores + place + 1, to: befores + last + 1, by: -1)
            for vector in [Vector.least, .most] {
                let column = self.begin(of: node, dimension, vector)
                numbers.shift(from: column + place + 1, to: column + last, by: -1)
            }
        }
        counts[Int(node)] -= 1
    }

    /// The right half of a full node, as a node of its own.
    mutating func split(_ node: Int32) -> Int32 {
        let right = make()
        let half = UsageTree.fanout / 2
        copy(from: half, of: node, to: 0, of: right, half)
        counts[Int(right)] = Int32(half)
        counts[Int(node)] = Int32(half)
        for dimension in 0..<width {
            let begin = begin(of: right, dimension, .before)
            numbers.add(0 &- numbers[begin], from: begin, to: begin + half + 1)
        }
        return right
    }

    mutating func merge(_ second: Int32, into first: Int32) {
        let (have, more) = (Int(counts[Int(first)]), Int(counts[Int(second)]))
        let sums = (0..<width).map { sum(of: first, $0) }
        copy(from: 0, of: second, to: have, of: first, more)
        for dimension in 0..<width {
            let begin = begin(of: first, dimension, .before) + have
            numbers.add(sums[dimension], from: begin, to: begin + more + 1)
        }
        counts[Int(first)] += Int32(more)
        spare.append(second)
    }

    /// With what is booked after the last of them.
    private mutating func copy(from: Int, of source: Int32, to: Int, of target: Int32, _ count: Int) {
        let (old, new) = (Int(source) * UsageTree.fanout + from, Int(target) * UsageTree.fanout + to)
        firsts.copy(from: old, to: new, count)
        children.copy(from: old, to: new, count)
        for dimension in 0..<width {
            for vector in Vector.allCases {
                numbers.copy(
                    from: begin(of: source, dimension, vector) + from, to: begin(of: target, dimension, vector) + to,
                    vector == .before ? count + 1 : count)
            }
        }
    }

    /// What all changes below a node come to.
    func sum(of node: Int32, _ dimension: Int) -> Int64 {
        numbers[begin(of: node, dimension, .before) + Int(counts[Int(node)])]
    }

    mutating func set(_ outline: UsageTree.Outline, _ slot: Int, of node: Int32, _ dimension: Int) {
        numbers[begin(of: node, dimension, .least) + slot] = outline.least
        numbers[begin(of: node, dimension, .most) + slot] = outline.most
    }

    func outline(_ node: Int32, _ dimension: Int) -> UsageTree.Outline {
        let (befores, leasts, mosts) = (
            begin(of: node, dimension, .before), begin(of: node, dimension, .least), begin(of: node, dimension, .most)
        )
        return numbers.withUnsafeBufferPointer { numbers in
            var outline = UsageTree.Outline()
            for slot in 0..<Int(counts[Int(node)]) {
                outline.least = min(outline.least, numbers[befores + slot] &+ numbers[leasts + slot])
                outline.most = max(outline.most, numbers[befores + slot] &+ numbers[mosts + slot])
            }
            return outline
        }
    }
}
