import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct PlanTests {
    @Test("a plan comes back from JSON as it was")
    func roundTrip() throws {
        let question = try Sample.container(
            """
            compute: {kind: simple-compute-resource, cores: {min: 2, max: 4}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}}]
            data: [{kind: simple-data-resource, storage: disk, location: x}]
            costs: [{kind: simple-minmax-float-cost, type: EUR, max: 2.5}]
            metrics: [{kind: simple-minmax-float-metric, type: kWh, max: 1.5}]
            """)
        var plan = Plan(question, on: "here", cores: 3, memoryGibibytes: 2)
        plan.preparing = TimeSpan(milliseconds: 1500)
        plan.releasing = TimeSpan(seconds: 3)
        plan.costs = question.costs
        plan.metrics = question.metrics
        plan.messages = [Message(.info, time: Sample.now, "{a}", ["a": "b"])]
        plan.details = ["secret": ["of": "the platform"]]
        let (read, problems) = Plan.reading(plan.document(for: .json), from: .json)
        #expect(read == plan)
        #expect(problems == [])
    }
}
