import BerthModel
import Testing

@testable import BerthPlatform

struct QuestionSizedPlansTests {
    private typealias Sizes = QuestionSizesTests

    private static func plans(_ rest: String, _ capacity: Capacity, prices: PriceList = .none) throws -> [Plan] {
        try Sizes.question(rest).plans(on: "here", capacity: capacity, prices: prices) {
            $0.preparing = TimeSpan(seconds: 7)
        }
    }

    private static func amounts(_ plan: Plan) -> [Int64] {
        [plan.demand[.cores], plan.demand[.memory] / bytesPerGibibyte, plan.demand[named: "gpu-a100"]]
    }

    @Test func `The most is what one node has of it together`() throws {
        let plans = try Self.plans(Sizes.compute("min: 2, max: 100", "min: 1, max: 200"), Sizes.nodes)
        #expect(plans.map(Self.amounts) == [[64, 128, 0], [2, 1, 0]])
        #expect(plans.map(\.place) == [nil, nil], "the broker chooses the node")
        #expect(
            plans[0].messages.map(\.message) == [
                "compute.cores.max is 64 cores, all that one node has; 100 were asked for.",
                "compute.memory.max is 128 GiB, all that one node has; 200 were asked for.",
            ])
        // With the GPU it is another node.
        let rest = Sizes.compute("min: 2, max: 100", "min: 1") + Sizes.asking("gpu-a100", "min: 1.2")
        let gpus = try Self.plans(rest, Sizes.nodes)
        #expect(gpus.map(Self.amounts) == [[8, 1, 2], [2, 1, 2]])
        guard case .simple(let promised)? = gpus[0].metrics.first else { return }
        #expect(promised.type == Sizes.gpu)
        #expect(promised.min == 2 && promised.max == 2)
    }

    @Test func `One plan for each flavor that is enough and not too much, the smallest first`() throws {
        let flavors = Capacity(
            flavors: [
                Sizes.size("large", 8, 32), Sizes.size("small", 2, 4), Sizes.size("gpus", 4, 8, 1),
                Sizes.size("tiny", 1, 1), Sizes.size("huge", 64, 512),
            ], quota: Sizes.beside(100))
        let plans = try Self.plans(Sizes.compute("min: 2, max: 8", "min: 2"), flavors)
        #expect(plans.map(\.place) == ["small", "large", "gpus"])
        #expect(plans.map(Self.amounts) == [[2, 4, 0], [8, 32, 0], [4, 8, 1]])
        #expect(plans.map(\.preparing.milliseconds) == [7000, 7000, 7000])
        #expect(plans[0].messages.map(\.message) == ["The flavor small has 2 cores and 4 GiB of memory."])
        guard case .simple(let compute)? = plans[1].compute else { return }
        #expect(compute.cores == IntegerRange(min: 8, max: 8))
        #expect(compute.memory == IntegerRange(min: 32, max: 32))
        let stored = "storage: [{kind: simple-storage-resource, size: {min: 3}}]"
        #expect(try Self.plans(stored, flavors).first?.demand[.storage] == 3 << 30)
        #expect(
            try Self.plans(Sizes.asking("gpu-a100", "max: 0"), flavors).map(\.place) == [
                "tiny", "small", "large", "huge",
            ])
    }

    @Test func `Of a thousand flavors the smallest and the largest are offered`() throws {
        let many = (0..<1000).map { Sizes.size("f\($0)", 1 + $0 % 100, 1 + $0 / 100) }
        let plans = try Self.plans(Sizes.compute("min: 3", "min: 2"), Capacity(flavors: many))
        #expect(plans.count == Question.flavorsOffered)
        #expect(plans.first.map(Self.amounts) == [3, 2, 0])
        #expect(plans.last.map(Self.amounts) == [100, 10, 0])
    }

    @Test func `What costs more than is allowed is not offered, and a NO says so where nothing else is left`() throws {
        var price = Price()
        price.type = "EUR"
        price.coreHour = 1
        let prices = PriceList(costs: [price])
        let flavors = Capacity(flavors: [Sizes.size("two", 2, 4), Sizes.size("four", 4, 8)])
        func rest(_ most: Int) -> String {
            Sizes.compute("min: 1", "min: 1") + "schedule: {requested: {duration: PT1H}}\n"
                + "costs: [{kind: simple-minmax-float-cost, type: EUR, max: \(most)}]\n"
        }
        #expect(try Self.plans(rest(4), flavors, prices: prices).map(\.place) == ["two", "four"])
        #expect(try Self.plans(rest(3), flavors, prices: prices).map(\.place) == ["two"])
        #expect(try Self.plans(rest(1), flavors, prices: prices).isEmpty)
        for (most, obstacles) in [(2, []), (1, ["costs[0].max: 2.0 is asked here, 1.0 is the most allowed."])] {
            #expect(
                Sizes.texts(
                    try Sizes.question(rest(most)).obstaclesOfQuotes(prices: prices, capacity: flavors)) == obstacles)
        }
    }
}
