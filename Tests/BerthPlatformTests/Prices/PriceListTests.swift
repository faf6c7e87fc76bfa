import BerthModel
import Testing

@testable import BerthPlatform

struct PriceListTests {
    private static func euro() -> Price {
        var price = Price()
        price.type = "EUR"
        price.start = 0.5
        price.coreHour = 0.1
        price.memoryHour = 0.01
        price.storageHour = 0.001
        return price
    }

    private static let demand = Resources(cores: 4, memoryBytes: 8 << 30, storageBytes: 100 << 30)

    @Test func `The total and what an hour costs are told apart`() {
        let list = PriceList(costs: [Self.euro()])
        let quotes = list.costs(of: Self.demand, for: TimeSpan(seconds: 5400)).compactMap {
            if case .simple(let quote) = $0 { quote } else { nil }
        }
        #expect(quotes.map(\.type) == ["EUR", "EUR/h"])
        #expect(quotes.map(\.min) == [1.37, 0.58])
        #expect(quotes.map(\.max) == [1.37, 0.58])
        #expect(quotes[0].description == "In all, for PT1H30M.")
    }

    @Test func `Energy and carbon are metrics and no costs`() {
        var energy = Price()
        energy.type = "kWh"
        energy.coreHour = 0.02
        let list = PriceList(metrics: [energy])
        #expect(list.costs(of: Self.demand, for: TimeSpan(seconds: 3600)).isEmpty)
        #expect(list.metrics(of: Self.demand, for: TimeSpan(seconds: 3600)).count == 2)
        #expect(PriceList.none.metrics(of: Self.demand, for: TimeSpan(seconds: 3600)).isEmpty)
    }

    @Test func `What cannot be meant is told with its key`() {
        func key(_ change: (inout Price) -> Void) -> String? {
            var price = Self.euro()
            change(&price)
            return PriceList(costs: [price]).fault?.key
        }
        #expect(key { $0.type = "" } == "prices[0].type")
        #expect(key { $0.type = "EUR/h" } == "prices[0].type")
        #expect(key { $0.start = -1 } == "prices[0].start")
        #expect(key { $0.coreHour = .nan } == "prices[0].coreHour")
        #expect(key { $0.memoryHour = .infinity } == "prices[0].memoryHour")
        #expect(key { $0.storageHour = 1e10 } == "prices[0].storageHour")
        #expect(key { _ in } == nil)
    }

    @Test func `A currency stands once, and costs and metrics are two lists`() {
        #expect(PriceList(costs: [Self.euro(), Self.euro()]).fault?.key == "prices[1].type")
        #expect(PriceList(costs: [Self.euro()], metrics: [Self.euro()]).fault == nil)
        var wrong = Self.euro()
        wrong.start = -1
        #expect(PriceList(metrics: [wrong]).fault?.key == "footprint[0].start")
    }
}
