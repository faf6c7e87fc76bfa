import Testing

@testable import BerthClient

struct PatienceTests {
    @Test func waitsGrowAndEnd() {
        var patience = Patience()
        var waits: [Int64] = []
        while let wait = patience.next() { waits.append(wait) }
        #expect(waits == [500, 1000, 2000, 4000, 8000, 15000, 15000, 15000, 15000, 15000, 15000, 15000])
        patience.reset()
        #expect(patience.next() == 500)
    }

    static let wishes: [(Int?, Int64)] = [
        (nil, 500), (0, 500), (2, 2000), (300, 300_000), (301, 300_000), (.max, 300_000), (-1, 500),
    ]

    @Test(arguments: wishes)
    func aLongerWishIsHeededWithinReason(_ seconds: Int?, _ wait: Int64) {
        #expect(Patience.longer(500, seconds: seconds) == wait)
    }

    @Test func theServersWishIsTheFirstWait() {
        var patience = Patience()
        patience.firstMilliseconds = 10
        #expect(patience.next() == 10)
        #expect(patience.next() == 20)
        patience.firstMilliseconds = 0
        #expect(patience.next() == 4)
        patience.firstMilliseconds = .max
        #expect(patience.next() == Patience.longestMilliseconds)
    }
}
