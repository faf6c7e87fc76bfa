import BerthModel
import Testing

@testable import BerthPortal

struct OfferOrderTests {
    private let rows = OfferRow.rows([
        (
            "here", "Here",
            [
                Sample.offer(1, start: 100, cores: 2, memory: 4, costs: [Sample.quote("EUR", 5)]),
                Sample.offer(2, start: 10, cores: 8, memory: 4),
                Sample.offer(3, start: 100, cores: 8, memory: 16, costs: [Sample.quote("EUR", 1, 9)]),
                Sample.offer(4, start: 50, cores: 2, memory: 4, costs: [Sample.quote("EUR", 5)]),
                Sample.offer(5, start: 50, cores: 2, memory: 4, costs: [Sample.quote("CHF", 50)]),
            ]
        )
    ])

    /// What says no price is not free; among equals the one that starts first, then the one told first.
    @Test(arguments: [
        (OfferOrder.start, [2, 5, 4, 1, 3]), (.cost, [5, 4, 1, 3, 2]), (.size, [3, 2, 5, 4, 1]),
    ])
    func theBestFirst(_ order: OfferOrder, _ numbers: [Int]) {
        #expect(order.sorted(rows).map(\.number) == numbers)
        #expect(order.sorted(rows.reversed()).map(\.number) == numbers)
    }

    @Test func wordsOfTheQuery() {
        #expect(OfferOrder(reading: "cost") == .cost)
        #expect(OfferOrder(reading: "<script>") == .start)
        #expect(OfferOrder(reading: nil) == .start)
        #expect(Set(OfferOrder.allCases.map(\.title)).count == 3)
    }
}
