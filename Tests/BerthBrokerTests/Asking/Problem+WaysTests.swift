import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct ProblemWaysTests {
    private func ways(_ text: String) throws -> [String] {
        let base = """
            executable: {kind: docker-container, meta: {name: work}, image: {locations: [x]}}

            """
        let document = try Document.read(Array((base + text).utf8), as: .yaml)
        let request = ExecutionRequest.reading(document, from: .yaml).value
        let problems = request.validated()
        #expect(!problems.isEmpty)
        // Each way by itself takes its own problem away.
        for problem in problems {
            for way in problem.ways(in: request) {
                let changed = try #require(ChangeSet().adding(way).applied(to: request))
                #expect(!changed.validated().contains(problem))
            }
        }
        return problems.flatMap { $0.ways(in: request) }.map { way in
            way.map { "\($0.path)=\($0.to.asJSON)" }.joined(separator: " ")
        }
    }

    @Test func aRangeIsMendedFromEitherEnd() throws {
        #expect(
            try ways("compute: {kind: simple-compute-resource, cores: {min: 4, max: 2}}")
                == ["compute.cores.min=2", "compute.cores.max=4"])
        #expect(
            try ways("costs: [{kind: simple-minmax-float-cost, type: EUR, min: 2.5, max: 1}]").count == 2)
    }

    @Test func anIntervalIsTurned() throws {
        var request = ExecutionRequest()
        request.schedule = RequestedSchedule()
        let (early, late) = (Sample.now, Sample.now + TimeSpan(seconds: 60))
        request.schedule?.requested = TimedWindow(start: Interval(start: late, end: early), duration: nil)
        let ways = request.validated().filter { $0.code == .emptyRange }.flatMap { $0.ways(in: request) }
        #expect(ways.map { $0.map(\.to) } == [[.text("\(early)/\(late)")]])
    }

    @Test func whatCannotBeMeantIsLeftOut() throws {
        #expect(try ways("schedule: {requested: {duration: PT0S}}") == ["schedule.requested.duration=null"])
        #expect(
            try ways("compute: {kind: simple-compute-resource, memory: {max: -1}}") == ["compute.memory.max=null"])
        #expect(
            try ways("storage: [{kind: simple-storage-resource, meta: {name: work}}]") == ["storage[0].meta.name=null"])
    }

    @Test func whatOnlyTheAskerKnowsIsNotGuessed() {
        #expect(ExecutionRequest().validated().flatMap { $0.ways(in: ExecutionRequest()) } == [])
    }
}
