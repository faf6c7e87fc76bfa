/// What is booked over time, as the changes at the instants where it changes.
///
/// A balanced tree (AVL) in arrays. Each node keeps, for each dimension, the sum of the changes in its subtree and the
/// least and most that they come to on the way; so a booking is two changes of one node each, and every search is a
/// walk down from the root. Both take the logarithm of the number of instants. Instants at which nothing changes are
/// not kept: what the tree holds follows from the bookings alone.
///
/// Sums wrap around. Usage lies between zero and the largest number at every instant, so that the difference between
/// any two instants fits, and what has wrapped in between comes out right.
///
/// Source: G. Adelson-Velsky, E. Landis, "An algorithm for the organization of information" (1962), for the balance.
struct UsageTree: Sendable {
    struct Node: Sendable {
        var time: Int64
        var left = UsageTree.none
        var right = UsageTree.none
        var height: Int32 = 1
    }

    static let none: Int32 = -1

    /// Number of dimensions.
    let width: Int
    var root = UsageTree.none
    var nodes: [Node] = []
    /// For each node and each dimension in it four numbers, side by side: a search looks at one dimension only.
    var numbers: [Int64] = []
    private var spare: [Int32] = []

    init(width: Int) { self.width = width }

    /// Number of instants at which usage changes.
    var count: Int { nodes.count - spare.count }

    enum Vector: Int { case change, sum, least, most }

    @inline(__always)
    func place(_ node: Int32, _ vector: Vector, _ dimension: Int) -> Int {
        (Int(node) * width + dimension) * 4 + vector.rawValue
    }

    @inline(__always)
    func sum(_ node: Int32, _ dimension: Int) -> Int64 {
        node == UsageTree.none ? 0 : numbers[place(node, .sum, dimension)]
    }

    /// Adds to everything from an instant on.
    mutating func add(_ change: Amounts, at time: Int64) {
        if change.isZero { return }
        root = adding(change, at: time, below: root)
    }

    private mutating func adding(_ change: Amounts, at time: Int64, below node: Int32) -> Int32 {
        if node == UsageTree.none { return make(change, at: time) }
        let index = Int(node)
        if time < nodes[index].time {
            let child = adding(change, at: time, below: nodes[index].left)
            nodes[index].left = child
        } else if time > nodes[index].time {
            let child = adding(change, at: time, below: nodes[index].right)
            nodes[index].right = child
        } else {
            var isZero = true
            for dimension in 0..<width {
                numbers[place(node, .change, dimension)] &+= change.lanes[dimension]
                if numbers[place(node, .change, dimension)] != 0 { isZero = false }
            }
            if isZero { return removing(node) }
        }
        return balanced(node)
    }

    private mutating func make(_ change: Amounts, at time: Int64) -> Int32 {
        let node: Int32
        if let free = spare.popLast() {
            node = free
            nodes[Int(node)] = Node(time: time)
        } else {
            node = Int32(nodes.count)
            nodes.append(Node(time: time))
            numbers.append(contentsOf: repeatElement(0, count: 4 * width))
        }
        for dimension in 0..<width { numbers[place(node, .change, dimension)] = change.lanes[dimension] }
        refresh(node)
        return node
    }

    /// The subtree without its root.
    private mutating func removing(_ node: Int32) -> Int32 {
        let removed = nodes[Int(node)]
        spare.append(node)
        if removed.left == UsageTree.none { return removed.right }
        if removed.right == UsageTree.none { return removed.left }
        let (next, rest) = removingFirst(of: removed.right)
        nodes[Int(next)].left = removed.left
        nodes[Int(next)].right = rest
        return balanced(next)
    }

    private mutating func removingFirst(of node: Int32) -> (first: Int32, rest: Int32) {
        let left = nodes[Int(node)].left
        if left == UsageTree.none { return (node, nodes[Int(node)].right) }
        let (first, rest) = removingFirst(of: left)
        nodes[Int(node)].left = rest
        return (first, balanced(node))
    }

    // MARK: Balance

    private func height(_ node: Int32) -> Int32 { node == UsageTree.none ? 0 : nodes[Int(node)].height }

    private func lean(_ node: Int32) -> Int32 { height(nodes[Int(node)].left) - height(nodes[Int(node)].right) }

    /// The root of the subtree after its two sides were made to differ by one level at most.
    private mutating func balanced(_ node: Int32) -> Int32 {
        let index = Int(node)
        let lean = lean(node)
        if lean > 1 {
            if self.lean(nodes[index].left) < 0 {
                let child = raisingRight(of: nodes[index].left)
                nodes[index].left = child
            }
            return raisingLeft(of: node)
        }
        if lean < -1 {
            if self.lean(nodes[index].right) > 0 {
                let child = raisingLeft(of: nodes[index].right)
                nodes[index].right = child
            }
            return raisingRight(of: node)
        }
        refresh(node)
        return node
    }

    private mutating func raisingLeft(of node: Int32) -> Int32 {
        let raised = nodes[Int(node)].left
        nodes[Int(node)].left = nodes[Int(raised)].right
        nodes[Int(raised)].right = node
        refresh(node)
        refresh(raised)
        return raised
    }

    private mutating func raisingRight(of node: Int32) -> Int32 {
        let raised = nodes[Int(node)].right
        nodes[Int(node)].right = nodes[Int(raised)].left
        nodes[Int(raised)].left = node
        refresh(node)
        refresh(raised)
        return raised
    }

    /// Makes what a node keeps of its subtree anew from its children.
    private mutating func refresh(_ node: Int32) {
        let (left, right) = (nodes[Int(node)].left, nodes[Int(node)].right)
        nodes[Int(node)].height = max(height(left), height(right)) + 1
        for dimension in 0..<width {
            let here = sum(left, dimension) &+ numbers[place(node, .change, dimension)]
            var (least, most) = (here, here)
            if left != UsageTree.none {
                least = min(least, numbers[place(left, .least, dimension)])
                most = max(most, numbers[place(left, .most, dimension)])
            }
            if right != UsageTree.none {
                least = min(least, here &+ numbers[place(right, .least, dimension)])
                most = max(most, here &+ numbers[place(right, .most, dimension)])
            }
            numbers[place(node, .sum, dimension)] = here &+ sum(right, dimension)
            numbers[place(node, .least, dimension)] = least
            numbers[place(node, .most, dimension)] = most
        }
    }
}
