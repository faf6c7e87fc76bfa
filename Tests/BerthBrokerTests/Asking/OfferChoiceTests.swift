import BerthModel
import Testing

@testable import BerthBroker

struct OfferChoiceTests {
    private static func offer(at seconds: Int64, cores: Int64 = 1, _ price: Double? = nil, _ type: String = "EUR")
        -> OfferChoice
    {
        var cost: Quote?
        if let price {
            cost = Quote()
            cost?.type = type
            cost?.max = price
        }
        return OfferChoice(start: Instant(seconds: seconds), cores: cores, memoryBytes: 1, cost: cost)
    }

    @Test func `As many as there may be stand in the order of their start`() {
        let offers = [Self.offer(at: 9), Self.offer(at: 3), Self.offer(at: 9, cores: 2)]
        #expect(OfferChoice.chosen(offers, most: 3) == [1, 0, 2])
        #expect(OfferChoice.chosen([], most: 3) == [])
    }

    @Test func `The soonest, the largest and the cheapest are among those that are chosen`() {
        var offers = (0..<10).map { Self.offer(at: $0, 5) }
        offers.append(Self.offer(at: 50, cores: 64, 9))
        offers.append(Self.offer(at: 60, 1))
        #expect(OfferChoice.chosen(offers, most: 4) == [0, 1, 10, 11])
        #expect(OfferChoice.chosen(offers, most: 2) == [0, 10])
        #expect(OfferChoice.chosen(offers, most: 1) == [0])
    }

    @Test func `Another currency is not compared, and what is free is the cheapest`() {
        var offers = (0..<5).map { Self.offer(at: $0, 5) }
        offers.append(Self.offer(at: 50, 0.1, "USD"))
        offers.append(Self.offer(at: 60, 2))
        #expect(OfferChoice.chosen(offers, most: 2) == [0, 6])
        offers.append(Self.offer(at: 70))
        #expect(OfferChoice.chosen(offers, most: 2) == [0, 7])
    }

    @Test func `Of the largest the one that begins first`() {
        let offers = [Self.offer(at: 1), Self.offer(at: 30, cores: 8), Self.offer(at: 20, cores: 8)]
        #expect(OfferChoice.chosen(offers, most: 2) == [0, 2])
    }
}
