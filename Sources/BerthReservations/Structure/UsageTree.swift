/// What is booked over time, as the changes at the instants where it changes.
///
/// A B+ tree in arrays. A leaf has instants in order and the changes at them; a node above has, for each of its
/// children and each dimension, the sum of the changes below it and the least and most that they come to on the way.
/// So a booking is two changes, and every search is a walk down from the root over few nodes, in each of which what is
/// looked at lies side by side. Both take the logarithm of the number of instants. Instants at which nothing changes
/// are not kept: what the tree holds follows from the bookings alone.
///
/// Sums wrap around. Usage lies between zero and the largest number at every instant, so that the difference between
/// any two instants fits, and what has wrapped in between comes out right.
///
/// Source: R. Bayer, E. McCreight, "Organization and maintenance of large ordered indexes" (1972), for the balance.
struct UsageTree: Sendable {
    /// Most entries of a node: few enough to look at all of them, so many that a tree of a million is five levels.
    static let fanout = 32
    /// A node with fewer is put together with the one beside it, where there is room.
    static let fewest = 8

    /// Number of dimensions.
    let width: Int
    /// A leaf when there is no level above the leaves.
    var root: Int32 = 0
    /// Levels above the leaves.
    var depth = 0
    /// Number of instants at which usage changes.
    private(set) var count = 0
    var leaves: LeafPool
    var inner: InnerPool

    init(width: Int) {
        self.width = width
        leaves = LeafPool(width: width)
        inner = InnerPool(width: width)
        root = leaves.make()
    }

    /// Adds to everything from an instant on.
    mutating func add(_ change: Amounts, at time: Int64) {
        if change.isZero { return }
        if let other = add(change, at: time, below: root, depth) {
            let above = inner.make()
            for (place, child) in [root, other].enumerated() {
                inner.insert(child, at: place, of: above) { _ in 0 }
                let after = Amounts(lanes: sums(child, depth))
                inner.add(after, after: place, of: above)
            }
            refresh(0, of: above, depth)
            refresh(1, of: above, depth)
            root = above
            depth += 1
        }
        while depth > 0, inner.counts[Int(root)] == 1 {
            let old = root
            root = inner.children[Int(old) * Self.fanout]
            inner.free(old)
            depth -= 1
        }
    }

    /// - Returns: a node that has come to stand to the right of this one.
    private mutating func add(_ change: Amounts, at time: Int64, below node: Int32, _ level: Int) -> Int32? {
        if level == 0 { return addToLeaf(change, at: time, node) }
        let slot = inner.slot(of: time, in: node)
        let child = inner.children[Int(node) * Self.fanout + slot]
        let other = add(change, at: time, below: child, level - 1)
        inner.add(change, after: slot, of: node)
        refresh(slot, of: node, level - 1)
        guard let other else {
            if entries(child, level - 1) < Self.fewest { merge(slot, of: node, level - 1) }
            return nil
        }
        var (target, place) = (node, slot + 1)
        var split: Int32?
        if inner.counts[Int(node)] == Self.fanout {
            let right = inner.split(node)
            split = right
            if place > Self.fanout / 2 { (target, place) = (right, place - Self.fanout / 2) }
        }
        let sums = sums(other, level - 1)
        inner.insert(other, at: place, of: target) { sums[$0] }
        refresh(place, of: target, level - 1)
        return split
    }

    private mutating func addToLeaf(_ change: Amounts, at time: Int64, _ leaf: Int32) -> Int32? {
        let place = leaves.place(of: time, in: leaf)
        if place < leaves.counts[Int(leaf)], leaves.times[Int(leaf) * Self.fanout + place] == time {
            if leaves.add(change, at: place, of: leaf) {
                leaves.remove(at: place, of: leaf)
                count -= 1
            }
            return nil
        }
        count += 1
        if leaves.counts[Int(leaf)] < Self.fanout {
            leaves.insert(time, change, at: place, of: leaf)
            return nil
        }
        let right = leaves.split(leaf)
        if place > Self.fanout / 2 {
            leaves.insert(time, change, at: place - Self.fanout / 2, of: right)
        } else {
            leaves.insert(time, change, at: place, of: leaf)
        }
        return right
    }

    /// What all changes of a subtree come to.
    private func sums(_ node: Int32, _ level: Int) -> SIMD16<Int64> {
        var sums = SIMD16<Int64>.zero
        for dimension in 0..<width {
            sums[dimension] = level == 0 ? leaves.sum(of: node, dimension) : inner.sum(of: node, dimension)
        }
        return sums
    }

    private func entries(_ node: Int32, _ level: Int) -> Int {
        Int(level == 0 ? leaves.counts[Int(node)] : inner.counts[Int(node)])
    }

    /// Puts a child with few entries together with the one to its right, or its left, where both fit into one; one
    /// without any goes.
    private mutating func merge(_ slot: Int, of node: Int32, _ level: Int) {
        let all = Int(inner.counts[Int(node)])
        if all == 1 { return }
        let left = slot + 1 < all ? slot : slot - 1
        let (first, second) = (
            inner.children[Int(node) * Self.fanout + left], inner.children[Int(node) * Self.fanout + left + 1]
        )
        if entries(first, level) + entries(second, level) > Self.fanout { return }
        if level == 0 { leaves.merge(second, into: first) } else { inner.merge(second, into: first) }
        inner.remove(at: left + 1, of: node)
        refresh(left, of: node, level)
    }

    /// Makes what a node keeps of one of its children anew from what is in it.
    private mutating func refresh(_ slot: Int, of node: Int32, _ level: Int) {
        let child = inner.children[Int(node) * Self.fanout + slot]
        if entries(child, level) == 0 { return }
        inner.firsts[Int(node) * Self.fanout + slot] =
            level == 0 ? leaves.times[Int(child) * Self.fanout] : inner.firsts[Int(child) * Self.fanout]
        for dimension in 0..<width {
            let below = level == 0 ? leaves.outline(child, dimension) : inner.outline(child, dimension)
            inner.set(below, slot, of: node, dimension)
        }
    }

    /// What the changes of a subtree come to at the least and most on the way.
    struct Outline {
        var least: Int64 = .max
        var most: Int64 = .min
    }
}
