import Testing

@testable import BerthReservations

@Suite struct StepsTests {
    @Test func `Values hold until the next step`() {
        var steps = Steps(Amounts([4]))
        steps.change(from: 10, until: 20) { _ in Amounts([2]) }
        steps.change(from: 15, until: nil) { Amounts([$0.lanes[0] + 1]) }
        #expect(steps.times == [.min, 10, 15, 20])
        #expect(steps.values == [Amounts([4]), Amounts([2]), Amounts([3]), Amounts([5])])
        let expected: [(Int64, Int64)] = [(.min, 4), (9, 4), (10, 2), (14, 2), (15, 3), (19, 3), (20, 5), (.max, 5)]
        for (time, value) in expected { #expect(steps.value(at: time) == Amounts([value])) }
        #expect((0..<4).map { steps.end(of: $0) } == [10, 15, 20, .max])
    }

    @Test func `Steps that change nothing are left out`() {
        var steps = Steps(Amounts([4]))
        steps.change(from: 10, until: 20) { _ in Amounts([2]) }
        steps.change(from: 10, until: 20) { _ in Amounts([4]) }
        #expect(steps == Steps(Amounts([4])))
        steps.change(from: .min, until: nil) { _ in Amounts([1]) }
        #expect(steps == Steps(Amounts([1])))
    }
}
