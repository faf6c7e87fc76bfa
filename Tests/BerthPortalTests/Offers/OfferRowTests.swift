import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthPortal

struct OfferRowTests {
    @Test func whatPeopleCompare() throws {
        let offer = Sample.offer(
            1, staging: 5, start: 65,
            costs: [Sample.quote("https://example.org/EUR", 2, 3), Sample.quote("https://example.org/EUR/h", 1.5)])
        let row = try #require(OfferRow(offer, number: 1, broker: "here", brokerTitle: "Here"))
        #expect(row.place == "desk, Here")
        #expect(row.times.staging == Sample.after(5))
        #expect(row.times.start == Sample.after(65))
        #expect(row.times.end == Sample.after(3665))
        #expect(row.times.released == Sample.after(3670))
        #expect(row.prices.map(\.totalText) == ["2 to 3 EUR"])
        #expect(row.prices.map(\.hourlyText) == ["1.5 EUR an hour"])
        #expect(row.isOpen(at: Sample.after(299)))
        #expect(!row.isOpen(at: Sample.after(300)))
    }

    @Test func whatIsHalfSaidIsShownAsFar() throws {
        var bare = Session()
        #expect(OfferRow(bare, number: 1, broker: "here", brokerTitle: nil) == nil)
        bare.component.meta = Metadata(uuid: Sample.id(1))
        bare.component.costs = [Sample.quote("x", .infinity), .stranger(kind: "k", .null)]
        let row = try #require(OfferRow(bare, number: 1, broker: "here", brokerTitle: nil))
        #expect(row.place.isEmpty)
        #expect(row.prices.isEmpty)
        #expect(row.times.start == nil)
        #expect(row.isOpen(at: .latest))
    }

    @Test func brokersAreNamedWhereThereIsMoreThanOne() {
        let one = OfferRow.rows([("here", "Here", [Sample.offer(1), Sample.offer(2)])])
        #expect(one.map(\.number) == [1, 2])
        #expect(one.map(\.place) == ["desk", "desk"])
        let two = OfferRow.rows([("here", "Here", [Sample.offer(1)]), ("east", "East", [Sample.offer(2)])])
        #expect(two.map(\.place) == ["desk, Here", "desk, East"])
        #expect(two.map(\.broker) == ["here", "east"])
    }

    /// A broker with one platform does not name it in its offers; a row without a place said nothing.
    @Test func aBrokerWithOnePlatformNeedNotNameIt() {
        var offer = Sample.offer(1)
        offer.component.meta?.messages = []
        #expect(OfferRow.rows([("here", "Here", [offer])], only: ["here": "desk"]).map(\.place) == ["desk"])
        #expect(OfferRow.rows([("here", "Here", [offer])]).map(\.place) == ["Here"])
        #expect(OfferRow.rows([("a", "A", [offer]), ("b", "B", [])]).map(\.place) == ["A"])
    }

    /// Units stand by themselves, also where a broker gives no total.
    @Test func pricesByUnit() {
        func quote(_ type: String, _ min: Double?, _ max: Double?) -> Quote {
            var quote = Quote()
            quote.type = type
            quote.min = min
            quote.max = max
            return quote
        }
        let prices = OfferPrice.gathered([
            quote("a#kWh/h", nil, 0.5), quote("EUR", 3, 2), quote("a#kWh", 1, nil), quote("EUR", nil, nil),
        ])
        #expect(prices.map(\.unit) == ["kWh", "EUR"])
        #expect(prices[0].total == 1...1)
        #expect(prices[0].hourly == 0.5...0.5)
        #expect(prices[1].total == 2...3)
    }
}
