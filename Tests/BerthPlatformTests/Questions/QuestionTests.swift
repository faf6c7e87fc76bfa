import BerthModel
import BerthPlatform
import Testing

@Suite struct QuestionTests {
    @Test("what the request does not say has its default")
    func defaults() throws {
        let question = try Sample.container()
        #expect(question.now == Sample.now)
        #expect(question.asker.groups == ["a", "b"])
        #expect(question.window == Interval(start: Sample.now, end: Sample.now + TimeSpan(seconds: 24 * 3600)))
        #expect(question.duration == TimeSpan(seconds: 2 * 3600))
        #expect(question.needs == Resources(cores: 1, memoryBytes: 1 << 30, storageBytes: 0))
        #expect(question.storage == [])
        #expect(question.data == [])
        #expect(question.costs == [])
        #expect(question.metrics == [])
    }

    @Test("what the request says stands")
    func said() throws {
        let question = try Sample.container(
            """
            compute: {kind: simple-compute-resource, cores: {min: 2}, memory: {min: 3, max: 5}}
            storage: [{kind: simple-storage-resource, size: {min: 7}}]
            schedule: {requested: {start: 2027-02-01T00:00:00Z/PT1H, duration: PT10M}}
            costs: [{kind: simple-minmax-float-cost, type: EUR, max: 2.0}]
            metrics: [{kind: simple-minmax-float-metric, type: kWh, max: 1.0}]
            """)
        let start = try #require(Instant("2027-02-01T00:00:00Z"))
        #expect(question.window == Interval(start: start, end: start + TimeSpan(seconds: 3600)))
        #expect(question.duration == TimeSpan(seconds: 600))
        #expect(question.needs == Resources(cores: 2, memoryBytes: 3 << 30, storageBytes: 7 << 30))
        #expect(question.costs.count == 1)
        #expect(question.metrics.count == 1)
    }

    @Test("defaults are settings")
    func otherDefaults() throws {
        var defaults = Question.Defaults()
        defaults.cores = 3
        defaults.memoryGibibytes = 4
        defaults.storageGibibytes = 5
        defaults.duration = TimeSpan(seconds: 6)
        defaults.horizon = TimeSpan(seconds: 7)
        let question = try Sample.question(
            Sample.executable + "\nstorage: [{kind: simple-storage-resource}]", defaults: defaults)
        #expect(question.needs == Resources(cores: 3, memoryBytes: 4 << 30, storageBytes: 5 << 30))
        #expect(question.duration == TimeSpan(seconds: 6))
        #expect(question.window.end == Sample.now + TimeSpan(seconds: 7))
    }
}
