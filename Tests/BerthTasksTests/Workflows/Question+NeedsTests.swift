import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthTasks

@Suite struct QuestionNeedsTests {
    private func lifted(_ rest: String, _ needs: WorkflowNeeds) throws -> (question: Question, obstacles: [String]) {
        let yaml = "executable: {kind: cwl-workflow, location: \"http://a/b\"}\n" + rest
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        var number: UInt64 = 0
        var question = Question(
            ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous, now: Instant(seconds: 0),
            defaults: .init()
        ) {
            number += 1
            return UUID(high: 0, low: number)
        }
        let capacity = Resources(cores: 8, memoryBytes: 16 << 30, storageBytes: 32 << 30)
        let obstacles = question.lift(to: needs, capacity: capacity)
        return (
            question, obstacles.map { "\(Sentences.text($0)) \($0.change.map { "\($0.path) \($0.to.asJSON)" } ?? "")" }
        )
    }

    private func needs(cores: Int64 = 0, memory: Int64 = 0, storage: Int64 = 0) -> WorkflowNeeds {
        var needs = WorkflowNeeds()
        (needs.cores, needs.memoryMebibytes, needs.storageMebibytes) = (cores, memory, storage)
        return needs
    }

    @Test func aRangeIsLifted() throws {
        let (question, obstacles) = try lifted(
            "compute: {kind: simple-compute-resource, cores: {min: 1, max: 4}, memory: {min: 4}}",
            needs(cores: 3, memory: 4096))
        #expect(obstacles.isEmpty)
        guard case .simple(let compute) = question.compute else {
            Issue.record("no compute")
            return
        }
        #expect(compute.cores == IntegerRange(min: 3, max: 4))
        #expect(compute.memory == IntegerRange(min: 4))
    }

    @Test func whatIsTooLittle() throws {
        let (_, obstacles) = try lifted(
            "compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}", needs(cores: 3, memory: 1025))
        #expect(
            obstacles == [
                "contradictory compute.cores.max: the workflow needs 3 cores, and the request asks for 2. "
                    + "compute.cores.max 3",
                "contradictory compute.memory.min: the workflow needs 2 GiB, and the request asks for 1. "
                    + "compute.memory.min 2",
            ])
    }

    @Test func whatThereIsNot() throws {
        let (_, obstacles) = try lifted("", needs(cores: 9, memory: 17 << 10))
        #expect(
            obstacles == [
                "never executable.location: the workflow needs 9 cores, this platform has 8. ",
                "never executable.location: the workflow needs 17 GiB, this platform has 16. ",
            ])
    }

    @Test func storage() throws {
        let disk = "storage: [{kind: simple-storage-resource, size: {min: 2}}]"
        #expect(try lifted(disk, needs(storage: 2048)).obstacles == [])
        #expect(
            try lifted(disk, needs(storage: 2049)).obstacles == [
                "contradictory storage[0].size.min: the workflow needs 3 GiB, and the request asks for 2. "
                    + "storage[0].size.min 3"
            ])
        #expect(
            try lifted("", needs(storage: 1)).obstacles == [
                "contradictory storage: the workflow needs 1 GiB for its outputs and temporary files; ask for a "
                    + "storage of that size. "
            ])
    }
}
