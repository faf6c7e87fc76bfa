import Testing

@testable import BerthReservations

@Suite struct AmountsTests {
    @Test func `Sums are checked`() {
        #expect(Amounts([1, 2]).adding(Amounts([3, 4])) == Amounts([4, 6]))
        #expect(Amounts([.max, 0]).adding(Amounts([0, .max])) == Amounts([.max, .max]))
        #expect(Amounts([0, .max]).adding(Amounts([0, 1])) == nil)
        #expect(Amounts([.min]).adding(Amounts([-1])) == nil)
    }

    @Test func `Each dimension is compared for itself`() {
        #expect(Amounts([1, 4]).most(with: Amounts([3, 2])) == Amounts([3, 4]))
        #expect(Amounts([1, 4]).least(with: Amounts([3, 2])) == Amounts([1, 2]))
        #expect(Amounts([1, 4]).isWithin(Amounts([1, 4])))
        #expect(!Amounts([1, 5]).isWithin(Amounts([1, 4])))
        #expect(Amounts([0, -1]).firstNegative?.index == 1)
        #expect(Amounts.endless.firstNegative == nil)
        #expect(Amounts.zero.isZero && !Amounts([0, 1]).isZero)
    }

    @Test func `Changes wrap and come out right`() {
        let change = Amounts([.max]).change(from: Amounts([.min]))
        #expect(Amounts([.min]).lanes &+ change.lanes == Amounts([.max]).lanes)
    }
}
