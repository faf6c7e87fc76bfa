import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct PlanPromiseTests {
    @Test func `A plan promises what it is made with, and each storage names its data`() throws {
        let yaml = """
            executable: {kind: docker-container}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 2, max: 9}}]
            data: [{kind: simple-data-resource, meta: {name: a}, storage: disk, location: 'https://x.org/a'}]
            compute: {kind: simple-compute-resource, cores: {min: 1, max: 9}}
            """
        let request = ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
        var number: UInt64 = 0
        let question = Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init()) {
            number += 1
            return UUID(random: number, number)
        }
        let plan = Plan(question, on: "here", cores: 4, memoryGibibytes: 3)
        #expect(plan.platform == "here")
        #expect(plan.demand == Resources(cores: 4, memoryBytes: 3 << 30, storageBytes: 2 << 30))
        guard case .simple(let compute)? = plan.compute, case .simple(let storage)? = plan.storage.first else {
            Issue.record("the kinds changed")
            return
        }
        #expect(compute.cores == IntegerRange(min: 4, max: 4))
        #expect(compute.memory == IntegerRange(min: 3, max: 3))
        #expect(storage.size == IntegerRange(min: 2, max: 2))
        #expect(storage.data == question.data.compactMap { $0.uuid?.description })
        #expect(question.storageOfData == [0])
    }
}
