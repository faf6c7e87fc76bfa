import BerthDocument
import BerthModel
import Testing

@testable import BerthPlatform

struct QuestionSharesTests {
    private func obstacles(_ share: Resources, gpus: Double? = nil) throws -> [Obstacle] {
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: 8)
        compute.memory = IntegerRange(min: 16)
        var storage = SimpleStorage()
        storage.size = IntegerRange(min: 100)
        var request = ExecutionRequest()
        request.executable = .dockerContainer(DockerContainer())
        request.compute = .simple(compute)
        request.storage = [.simple(storage)]
        if let gpus {
            var quote = Quote()
            (quote.type, quote.min) = (Kind.countablePrefix + "gpu", gpus)
            request.component.metrics = [.simple(quote)]
        }
        let question = Question(
            request, asker: Identity(subject: "ada"), now: Instant(seconds: 0), defaults: Question.Defaults()
        ) { UUID(random: 0, 0) }
        return question.obstacles(ofShare: share)
    }

    @Test func eachNeedThatIsMoreThanAShareIsTold() throws {
        var share = Resources(cores: 4, memoryBytes: 8 * bytesPerGibibyte, storageBytes: 50 * bytesPerGibibyte)
        share[named: "gpu"] = 1
        let obstacles = try obstacles(share, gpus: 2)
        #expect(obstacles.allSatisfy { $0.rung == .notYou && $0.couldChange == "the site" })
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.cores.min: 8 cores are wanted, one person may hold at most 4.",
                "compute.memory.min: 16 GiB are wanted, one person may hold at most 8.",
                "storage[0].size.min: 100 GiB are wanted, one person may hold at most 50.",
                "metrics[0].min: 2 gpu are wanted, one person may hold at most 1.",
            ])
        #expect(obstacles.map { $0.change?.to } == [4, 8, 50, 1])
    }

    @Test func whatIsNotNamedIsNotBounded() throws {
        #expect(try obstacles(Resources(), gpus: 2).isEmpty)
        var share = Resources()
        share[.memory] = 16 * bytesPerGibibyte
        #expect(try obstacles(share).isEmpty)
    }
}
