import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct QuestionFeaturesTests {
    private static func question(_ members: String) throws -> Question {
        try Sample.container("compute: {kind: accelerated-compute-resource, \(members)}")
    }

    private static let traits = MachineTraits(architectures: ["amd64"], features: ["avx2", "infiniband"])

    @Test func everyFeatureThatIsNotThereIsToldWithItsPath() throws {
        let question = try Self.question("architecture: arm64, features: [avx2, nvlink, sve]")
        let obstacles = question.obstaclesOfKind(executables: [.dockerContainer], traits: Self.traits)
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.architecture: arm64 is wanted, this platform has amd64.",
                "compute.features[1]: nvlink is wanted, the features of this platform are avx2, infiniband.",
                "compute.features[2]: sve is wanted, the features of this platform are avx2, infiniband.",
            ])
        #expect(obstacles.map(\.rung) == [.never, .never, .never])
        #expect(obstacles[0].change?.to == .text("amd64"))
        #expect(obstacles[1].change?.range == .absent)
    }

    @Test func whoSaysNothingOfItsMachinesHasNoFeatures() throws {
        let obstacles = try Self.question("features: [avx2]").obstaclesOfKind(executables: [.dockerContainer])
        #expect(obstacles.map(\.path.description) == ["compute.features[0]"])
        #expect(try Self.question("cores: {min: 1}").obstaclesOfKind(executables: [.dockerContainer]).isEmpty)
    }

    @Test func theStandardKindAsksForNothing() throws {
        let question = try Sample.container("compute: {kind: simple-compute-resource}")
        #expect(MachineTraits().suit(question.compute))
        #expect(question.obstaclesOfKind(executables: [.dockerContainer]).isEmpty)
    }

    @Test func acceleratorsAreCountedAndPromised() throws {
        let question = try Self.question(
            "cores: {min: 1, max: 4}, accelerators: [{model: 'https://nvidia.com/gpu-a100', count: {min: 2, max: 4}}]")
        #expect(question.needs[named: "gpu-a100"] == 2)
        var capacity = Resources(cores: 8, memoryBytes: 64 << 30, storageBytes: 0)
        capacity[named: "gpu-a100"] = 1
        let obstacles = question.obstaclesOfSize(capacity: capacity)
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.accelerators[0].count.min: 2 gpu-a100 are wanted, this platform has 1."
            ])
        #expect(obstacles.first?.change == .atMost(1, ["compute", "accelerators", .index(0), "count", "min"], nil))
        capacity[named: "gpu-a100"] = 4
        let plans = question.plans(on: "here", capacity: capacity) { _ in }
        #expect(plans.count == 2)
        for plan in plans {
            #expect(plan.compute?.kind == .acceleratedCompute)
            #expect(plan.compute?.accelerated?.accelerators.first?.count == IntegerRange(min: 2, max: 2))
            #expect(plan.demand[named: "gpu-a100"] == 2)
            #expect(plan.metrics.isEmpty)
        }
    }
}
