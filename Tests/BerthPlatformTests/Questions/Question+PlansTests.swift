import BerthModel
import BerthPlatform
import Testing

@Suite struct QuestionPlansTests {
    private let capacity = Resources(cores: 4, memoryBytes: 8 << 30, storageBytes: 10 << 30)

    private func plans(_ compute: String, _ capacity: Resources?) throws -> [Plan] {
        let question = try Sample.container("compute: {kind: simple-compute-resource, \(compute)}")
        return question.plans(on: "here", capacity: capacity.map { Capacity($0) }) {
            $0.preparing = TimeSpan(seconds: $0.demand[.cores])
        }
    }

    @Test("what has one amount has one plan")
    func fixed() throws {
        let plans = try plans("cores: {min: 2, max: 2}", capacity)
        #expect(plans.map(\.demand) == [Resources(cores: 2, memoryBytes: 1 << 30, storageBytes: 0)])
        #expect(plans.map(\.preparing) == [TimeSpan(seconds: 2)])
        #expect(plans.map(\.messages) == [[]])
    }

    @Test("the most that there is comes first, and says what was capped")
    func most() throws {
        let plans = try plans("cores: {min: 2, max: 9}, memory: {min: 1, max: 5}", capacity)
        #expect(plans.map { $0.demand[.cores] } == [4, 2])
        #expect(plans.map { $0.demand[.memory] } == [5 << 30, 1 << 30])
        #expect(plans.map(\.preparing.milliseconds) == [4000, 2000])
        #expect(
            plans.map { $0.messages.map(\.message) } == [
                ["compute.cores.max is 4 cores, all that there is; 9 were asked for."], [],
            ])
    }

    @Test("without bounds there is what is wanted")
    func unbounded() throws {
        let plans = try plans("cores: {max: \(Int64.max)}, memory: {max: \(Int64.max)}", nil)
        #expect(plans.map { $0.demand[.cores] } == [.max, 1])
        #expect(plans.map { $0.demand[.memory] } == [.max, 1 << 30])
        #expect(plans.map(\.messages) == [[], []])
    }

    @Test("a stranger's compute has no plan")
    func stranger() throws {
        let question = try Sample.container("compute: {kind: 'x:y'}")
        #expect(question.plans(on: "here", capacity: nil) { _ in } == [])
    }
}
