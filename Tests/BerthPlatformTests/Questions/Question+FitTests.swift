import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@Suite struct QuestionFitTests {
    private func question(_ rest: String) throws -> Question { try Sample.container(rest) }

    private let capacity = Resources(cores: 4, memoryBytes: 8 << 30, storageBytes: 10 << 30)

    @Test func `Every need that is greater than all there is has its path, numbers and change`() throws {
        let obstacles = try question(
            """
            compute: {kind: simple-compute-resource, cores: {min: 5}, memory: {min: 9}}
            storage: [{kind: simple-storage-resource, size: {min: 8}}, {kind: simple-storage-resource, size: {min: 4}}]
            """
        ).obstaclesOfSize(capacity: capacity)
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.cores.min: 5 cores are wanted, this platform has 4.",
                "compute.memory.min: 9 GiB are wanted, this platform has 8.",
                "storage[0].size.min: 8 GiB are wanted, this platform has 6.",
            ])
        #expect(obstacles.map { $0.change?.to } == [4, 8, 6])
    }

    @Test(arguments: [
        ([20, 1], ["storage[0].size.min=9"]), ([1, 20, 2], ["storage[1].size.min=7"]),
        ([9, 9], ["storage[0].size.min=1"]),
        ([20, 30, 40], ["storage[2].size.min=3", "storage[1].size.min=3", "storage[0].size.min=3"]),
        ([8_589_934_592, 1], ["storage[0].size.min=9"]),
        ([Int64.max, Int64.max], ["storage[0].size.min=5", "storage[1].size.min=5"]),
    ]) func `Only the storage that has to be smaller is told`(sizes: [Int64], told: [String]) throws {
        let items = sizes.map { "{kind: simple-storage-resource, size: {min: \($0)}}" }.joined(separator: ", ")
        let obstacles = try question("storage: [\(items)]").obstaclesOfSize(capacity: capacity)
        #expect(obstacles.map { "\($0.path)=\($0.change?.to.scalarText ?? "")" } == told)
    }

    @Test func `Numbers that pass 64 bits are too much and no trap`() throws {
        let most = Int64.max
        let question = try question(
            """
            compute: {kind: simple-compute-resource, memory: {min: \(most)}}
            storage:
            - {kind: simple-storage-resource, size: {min: \(most)}}
            - {kind: simple-storage-resource, size: {min: \(most)}}
            """)
        #expect(question.needs[.storage] == .max)
        #expect(question.obstaclesOfSize(capacity: capacity).count == 3)
    }

    @Test func `What there is none of has no change that would do`() throws {
        let obstacles = try question("").obstaclesOfSize(capacity: Resources())
        #expect(
            obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message } == [
                "compute.cores.min: 1 core is wanted, this platform has 0.",
                "compute.memory.min: 1 GiB is wanted, this platform has 0.",
            ])
        #expect(obstacles.map(\.path.description) == ["compute.cores.min", "compute.memory.min"])
        #expect(obstacles.allSatisfy { $0.change == nil })
    }

    @Test func `Kinds that are not known are told wherever they stand`() throws {
        let obstacles = try question(
            """
            compute: {kind: simple-compute-resource, volumes: [{kind: 'x:volume'}]}
            storage: [{kind: 'x:storage'}]
            data: [{kind: 'x:data'}, {}]
            costs: [{kind: 'x:cost'}]
            metrics: [{kind: 'x:metric'}]
            """
        ).obstaclesOfKind(executables: [.jupyterNotebook])
        #expect(
            obstacles.map(\.path.description) == [
                "executable.kind", "storage[0].kind", "data[0].kind", "data[1].kind", "compute.volumes[0].kind",
                "costs[0].kind", "metrics[0].kind",
            ])
        #expect(
            obstacles.map(\.rung) == [.never, .notKnown, .notKnown, .contradictory, .notKnown, .notKnown, .notKnown])
    }
}
