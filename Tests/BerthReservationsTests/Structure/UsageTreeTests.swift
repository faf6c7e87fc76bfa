import Testing

@testable import BerthReservations

@Suite struct UsageTreeTests {
    /// The heights and sums of every node are those of its subtree, and no two sides differ by more than one level.
    private func expectSound(_ tree: UsageTree) {
        var previous: Int64?
        var count = 0
        func walk(_ node: Int32) -> (height: Int32, sum: Int64) {
            if node == UsageTree.none { return (0, 0) }
            let here = tree.nodes[Int(node)]
            let left = walk(here.left)
            if let previous { #expect(previous < here.time) }
            previous = here.time
            count += 1
            let change = tree.numbers[tree.place(node, .change, 0)]
            #expect(change != 0)
            let right = walk(here.right)
            #expect(abs(left.height - right.height) <= 1)
            #expect(here.height == max(left.height, right.height) + 1)
            #expect(tree.sum(node, 0) == left.sum + change + right.sum)
            return (here.height, left.sum + change + right.sum)
        }
        _ = walk(tree.root)
        #expect(count == tree.count)
    }

    @Test func `It stays balanced, whatever the order`() {
        var random = SeededNumbers(state: 1)
        let orders: [[Int64]] = [
            Array(0..<300), Array((0..<300).reversed()), Array(0..<300).shuffled(using: &random),
        ]
        for order in orders {
            var tree = UsageTree(width: 1)
            for time in order { tree.add(Amounts([time + 1]), at: time) }
            expectSound(tree)
            #expect(tree.count == 300)
            // 1.44 times the logarithm of 300, the bound of such trees.
            #expect(tree.nodes[Int(tree.root)].height <= 12)
            for time in order.shuffled(using: &random).prefix(250) {
                tree.add(Amounts([-time - 1]), at: time)
                expectSound(tree)
            }
            #expect(tree.count == 50)
            #expect(tree.nodes[Int(tree.root)].height <= 8)
        }
    }

    @Test func `Places of instants that are gone are used again`() {
        var tree = UsageTree(width: 1)
        for round in 0..<100 {
            for time in 0..<Int64(10) { tree.add(Amounts([1]), at: time * 7 + Int64(round)) }
            for time in 0..<Int64(10) { tree.add(Amounts([-1]), at: time * 7 + Int64(round)) }
        }
        #expect(tree.count == 0)
        #expect(tree.nodes.count == 10)
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
