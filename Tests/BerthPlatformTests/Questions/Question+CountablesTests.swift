import BerthDocument
import BerthModel
import Testing

@testable import BerthPlatform

struct QuestionCountablesTests {
    private static func countables(_ metrics: [String]) throws -> [Countable] {
        let items = metrics.map { "{kind: simple-minmax-float-metric, \($0)}" }.joined(separator: ", ")
        return try QuestionSizesTests.question("metrics: [\(items)]").countables
    }

    @Test func `A metric with a type of ours asks for so many`() throws {
        let prefix = Kind.countablePrefix
        #expect(
            try Self.countables([
                "type: kWh, max: 3", "type: '\(prefix)gpu-a100', min: 1.5, max: 3.9",
                "type: '\(prefix)licence', min: 1",
                "type: '\(prefix)gpu-a100', min: 3, max: 8",
            ]) == [
                Countable(name: "gpu-a100", least: 3, most: 3, item: ["metrics", .index(3)], isAccelerator: false),
                Countable(name: "licence", least: 1, most: nil, item: ["metrics", .index(2)], isAccelerator: false),
            ])
        #expect(try Self.countables(["type: '\(prefix)cores', min: 1", "type: '\(prefix)', min: 1"]).isEmpty)
    }

    @Test(
        "numbers that cannot be counted stop at the ends",
        arguments: [
            (1e30, .max), (-1, 0), (.nan, 0), (.infinity, .max), (0.1, 1), (2, 2),
        ] as [(Double, Int64)])
    func whole(_ value: Double, _ whole: Int64) {
        #expect(Countable.whole(value, .up) == whole)
    }

    @Test func `What is counted is needed, and fewer of it is a change`() throws {
        let question = try QuestionSizesTests.question(QuestionSizesTests.asking("gpu-a100", "min: 4"))
        #expect(question.needs[named: "gpu-a100"] == 4)
        #expect(
            question.smaller([ResourceName(rawValue: "gpu-a100"): 3]) == [
                .atMost(3, ["metrics", .index(0), "min"], nil)
            ])
        #expect(question.smaller([ResourceName(rawValue: "gpu-a100"): 0]) == nil)
        #expect(question.smaller([ResourceName(rawValue: "other"): 1]) == nil)
        // Whether there are enough says the size, not the quote.
        #expect(question.obstaclesOfQuotes(costs: [], metrics: []).isEmpty)
    }
}
