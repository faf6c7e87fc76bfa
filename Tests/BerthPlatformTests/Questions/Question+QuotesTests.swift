import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct QuestionQuotesTests {
    private func quote(_ type: String, min: Double? = nil, max: Double? = nil) -> Quote {
        var quote = Quote()
        quote.type = type
        quote.min = min
        quote.max = max
        return quote
    }

    private func question(costs: [Quote] = [], metrics: [Quote] = []) -> Question {
        var request = ExecutionRequest()
        request.executable = .dockerContainer(DockerContainer())
        request.component.costs = costs.map { .simple($0) }
        request.component.metrics = metrics.map { .simple($0) }
        var number: UInt64 = 0
        return Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init()) {
            number += 1
            return UUID(random: number, number)
        }
    }

    @Test func `What is dearer than the limit is refused with both numbers and the change`() throws {
        let obstacles = question(costs: [quote("euro", max: 2)])
            .obstaclesOfQuotes(costs: [.simple(quote("euro", min: 1, max: 3))], metrics: [])
        let obstacle = try #require(obstacles.first)
        #expect(obstacle.rung == .tooDear)
        #expect(
            obstacle.message(at: Instant(seconds: 0), from: nil).message
                == "costs[0].max: 3.0 is asked here, 2.0 is the most allowed.")
        #expect(obstacle.change?.to == .number(3))
    }

    @Test func `What is not quoted is not charged`() {
        #expect(question(costs: [quote("euro", max: 0)]).obstaclesOfQuotes(costs: [], metrics: []).isEmpty)
        #expect(
            question(costs: [quote("euro", min: 1)]).obstaclesOfQuotes(costs: [], metrics: []).map(\.rung) == [.never])
    }

    @Test func `What is not measured cannot be promised, and may be left out`() {
        let obstacles = question(metrics: [quote("joule", max: 5)]).obstaclesOfQuotes(costs: [], metrics: [])
        #expect(obstacles.map(\.rung) == [.notKnown])
        #expect(obstacles.first?.change?.range == .absent)
    }

    @Test func `A quote that meets every limit is no obstacle`() {
        let question = question(costs: [quote("euro", min: 1, max: 4)], metrics: [quote("joule", max: 5)])
        #expect(
            question.obstaclesOfQuotes(
                costs: [.simple(quote("euro", min: 1, max: 4))], metrics: [.simple(quote("joule", max: 5))]
            ).isEmpty)
    }
}
