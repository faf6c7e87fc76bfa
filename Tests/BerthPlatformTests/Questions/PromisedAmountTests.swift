import BerthModel
import BerthPlatform
import Testing

@Suite struct PromisedAmountTests {
    @Test(
        arguments: [
            (nil, 1, 1, false, true), (IntegerRange(min: 2), 2, 2, false, true),
            (IntegerRange(max: 3), 1, 3, false, false),
            (IntegerRange(min: 2, max: 20), 2, 8, true, false), (IntegerRange(min: 0, max: 0), 1, 1, false, true),
            (IntegerRange(min: 8, max: .max), 8, 8, true, true),
        ] as [(IntegerRange?, Int64, Int64, Bool, Bool)])
    func `What is needed, and as much of what is wanted as there is`(
        _ range: IntegerRange?, _ least: Int64, _ most: Int64, _ isCapped: Bool, _ isFixed: Bool
    ) {
        let amount = PromisedAmount(range, capacity: 8)
        #expect(amount.least == least)
        #expect(amount.most == most)
        #expect(amount.isCapped == isCapped)
        #expect(amount.isFixed == isFixed)
    }
}
