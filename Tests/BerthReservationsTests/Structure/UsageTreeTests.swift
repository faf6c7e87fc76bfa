import Testing

@testable import BerthReservations

@Suite struct UsageTreeTests {
    /// What a subtree is, from its leaves.
    private struct Below {
        var times: [Int64] = []
        var sum: Int64 = 0
        var least = Int64.max
        var most = Int64.min
    }

    /// What every node keeps of its children is what is in them; instants are in order, and something changes at each.
    private func expectSound(_ tree: UsageTree) {
        func walk(_ node: Int32, _ height: Int) -> Below {
            var below = Below()
            let begin = Int(node) * UsageTree.fanout
            if height == 0 {
                let count = Int(tree.leaves.counts[Int(node)])
                below.times = Array(tree.leaves.times[begin..<begin + count])
                for place in 0..<count {
                    let level = tree.leaves.levels[tree.leaves.levels(of: node, 0) + place]
                    #expect(level != below.sum)
                    below.sum = level
                    below.least = min(below.least, level)
                    below.most = max(below.most, level)
                }
                return below
            }
            let count = Int(tree.inner.counts[Int(node)])
            #expect(count > 0 && count <= UsageTree.fanout)
            for slot in 0..<count {
                func number(_ vector: InnerPool.Vector) -> Int64 {
                    tree.inner.numbers[tree.inner.begin(of: node, 0, vector) + slot]
                }
                let child = walk(tree.inner.children[begin + slot], height - 1)
                #expect(child.times.first == tree.inner.firsts[begin + slot])
                #expect(number(.before) == below.sum)
                #expect(number(.least) == child.least)
                #expect(number(.most) == child.most)
                below.times += child.times
                below.least = min(below.least, below.sum + child.least)
                below.most = max(below.most, below.sum + child.most)
                below.sum += child.sum
            }
            #expect(tree.inner.sum(of: node, 0) == below.sum)
            return below
        }
        let all = walk(tree.root, tree.depth)
        #expect(all.times == Array(Set(all.times)).sorted())
        #expect(all.times.count == tree.count)
    }

    @Test func `It stays sound and low, whatever the order`() {
        var random = SeededNumbers(state: 1)
        let orders: [[Int64]] = [
            Array(0..<3000), Array((0..<3000).reversed()), Array(0..<3000).shuffled(using: &random),
        ]
        for order in orders {
            var tree = UsageTree(width: 1)
            for (number, time) in order.enumerated() {
                tree.add(Amounts([time + 1]), at: time)
                if number % 97 == 0 { expectSound(tree) }
            }
            expectSound(tree)
            #expect(tree.count == 3000)
            // Nodes are half full at least when they were split: 16 to the power of 3 are more.
            #expect(tree.depth <= 2)
            for (number, time) in order.shuffled(using: &random).prefix(2990).enumerated() {
                tree.add(Amounts([-time - 1]), at: time)
                if number % 97 == 0 || number > 2900 { expectSound(tree) }
            }
            #expect(tree.count == 10)
            #expect(tree.depth == 0)
        }
    }

    @Test func `Changes that are made again at the same instants are counted once each`() {
        var random = SeededNumbers(state: 2)
        var tree = UsageTree(width: 1)
        var changes: [Int64: Int64] = [:]
        for number in 0..<5000 {
            let time = Int64.random(in: 0..<400, using: &random)
            let change = Int64.random(in: -3...3, using: &random)
            tree.add(Amounts([change]), at: time)
            changes[time, default: 0] += change
            if changes[time] == 0 { changes[time] = nil }
            if number % 53 == 0 {
                expectSound(tree)
                #expect(tree.instants(after: -1, before: 400) == changes.keys.sorted())
                let middle = Int64.random(in: 0..<400, using: &random)
                let booked = changes.filter { $0.key <= middle }.values.reduce(0, +)
                #expect(tree.level(0, at: middle) == booked)
            }
        }
    }

    @Test func `Nodes that are gone are used again`() {
        var tree = UsageTree(width: 1)
        for round in 0..<100 {
            for time in 0..<Int64(100) { tree.add(Amounts([1]), at: time * 7 + Int64(round)) }
            for time in 0..<Int64(100) { tree.add(Amounts([-1]), at: time * 7 + Int64(round)) }
        }
        #expect(tree.count == 0)
        #expect(tree.depth == 0)
        #expect(tree.leaves.counts.count <= 10)
        #expect(tree.inner.counts.count <= 2)
    }

    @Test func `Searches begin with what holds at their start`() {
        var tree = UsageTree(width: 1)
        tree.add(Amounts([5]), at: 10)
        tree.add(Amounts([-3]), at: 20)
        tree.add(Amounts([-2]), at: 30)
        #expect((0...4).map { tree.level(0, at: $0 * 10) } == [0, 5, 2, 0, 0])
        #expect(tree.most(0, from: 15, before: 40) == 5)
        #expect(tree.most(0, from: 0, before: 10) == 0)
        #expect(tree.most(0, from: 20, before: 40) == 2)
        #expect(tree.firstAbove(1, 0, from: 0, before: 40) == 10)
        #expect(tree.firstAbove(1, 0, from: 15, before: 40) == 15)
        #expect(tree.firstAbove(5, 0, from: 0, before: 40) == nil)
        #expect(tree.firstAbove(1, 0, from: 0, before: 10) == nil)
        #expect(tree.firstAbove(1, 0, from: 15, before: 15) == nil)
        #expect(tree.lastAbove(1, 0, from: 0, before: 40) == 20)
        #expect(tree.lastAbove(2, 0, from: 12, before: 40) == 12)
        #expect(tree.lastAbove(1, 0, from: 15, before: 15) == nil)
        #expect(tree.firstWithin(2, 0, from: 10, before: 40) == 20)
        #expect(tree.firstWithin(0, 0, from: 10, before: 30) == nil)
        #expect(tree.firstWithin(0, 0, from: 10, before: 31) == 30)
        #expect(tree.instants(after: 10, before: 30) == [20])
    }
}
