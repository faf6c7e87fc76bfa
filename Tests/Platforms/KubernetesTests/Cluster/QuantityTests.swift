import Testing

@testable import BerthKubernetes

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("2", 2, 2), ("500m", 0, 1), ("1500m", 1, 2), ("1Gi", 1 << 30, 1 << 30), ("1.5Gi", 3 << 29, 3 << 29),
            ("128974848", 128_974_848, 128_974_848), ("129e6", 129_000_000, 129_000_000),
            ("129M", 129_000_000, 129_000_000),
            ("123Mi", 123 << 20, 123 << 20), ("1k", 1000, 1000), ("100n", 0, 1), ("250u", 0, 1), ("-1", -1, -1),
            ("-500m", -1, 0), ("0", 0, 0), ("0.1", 0, 1), ("+3", 3, 3), ("1E3", 1000, 1000), ("5e-1", 0, 1),
            ("8191Pi", 8191 << 50, 8191 << 50), (".5", 0, 1),
        ] as [(String, Int64, Int64)])
    func anAmountIsReadExactly(_ text: String, _ floor: Int64, _ ceiling: Int64) throws {
        let amount = try #require(Quantity(text))
        #expect(amount.floor == floor)
        #expect(amount.ceiling == ceiling)
    }

    @Test(arguments: [
        "", "Gi", "1gi", "1 Gi", "1e", "1e99", "--1", "1.2.3", "99999999999999999999", "16Ei", "x", "1m m",
    ])
    func whatIsNoAmountIsNone(_ text: String) {
        #expect(Quantity(text) == nil)
    }

    @Test func amountsAreAddedAndCompared() throws {
        let half = try #require(Quantity("500m"))
        #expect(half + half == Quantity(1))
        #expect(Quantity(1) - half == half)
        #expect(half < Quantity(1))
        var all: Quantities = ["cpu": half]
        all.add(["cpu": half, "memory": Quantity(3)])
        #expect(all == ["cpu": Quantity(1), "memory": Quantity(3)])
        all.raise(to: ["cpu": half, "memory": Quantity(5)])
        #expect(all == ["cpu": Quantity(1), "memory": Quantity(5)])
    }
}
