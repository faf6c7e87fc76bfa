import BerthDocument
import BerthModel
import Testing

@testable import BerthPlatform

struct QuestionSizesTests {
    static let gpu = Kind.countablePrefix + "gpu-a100"

    static func question(_ rest: String) throws -> Question { try Sample.container(rest) }

    static func size(_ name: String, _ cores: Int64, _ gibibytes: Int64, _ gpus: Int64 = 0, count: Int64? = nil)
        -> Size
    {
        var resources = Resources()
        resources[.cores] = cores
        resources[.memory] = gibibytes.gibibytesInBytes
        if gpus > 0 { resources[named: "gpu-a100"] = gpus }
        return Size(name, resources, count: count)
    }

    static func beside(_ gibibytes: Int64, licences: Int64 = 0) -> Resources {
        var beside = Resources()
        beside[.storage] = gibibytes.gibibytesInBytes
        if licences > 0 { beside[named: "licence"] = licences }
        return beside
    }

    /// One with many cores, one with much memory, one with GPUs.
    static let nodes = Capacity(
        nodes: [size("wide", 64, 128), size("deep", 16, 512), size("gpus", 8, 64, 4)], shared: beside(100, licences: 2))

    static func compute(_ cores: String, _ memory: String) -> String {
        "compute: {kind: simple-compute-resource, cores: {\(cores)}, memory: {\(memory)}}\n"
    }

    static func asking(_ name: String, _ range: String) -> String {
        "metrics: [{kind: simple-minmax-float-metric, type: '\(Kind.countablePrefix)\(name)', \(range)}]\n"
    }

    static func texts(_ obstacles: [Obstacle]) -> [String?] {
        obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message }
    }

    @Test func `What one node holds has no obstacle`() throws {
        for rest in [
            Self.compute("min: 64", "min: 128"), Self.compute("min: 16", "min: 512"),
            Self.compute("min: 8", "min: 1") + Self.asking("gpu-a100", "min: 4"),
            Self.compute("min: 64", "min: 1") + Self.asking("licence", "min: 2"),
            "storage: [{kind: simple-storage-resource, size: {min: 100}}]",
        ] {
            #expect(try Self.question(rest).obstaclesOfSize(capacity: Self.nodes).isEmpty, "\(rest)")
        }
    }

    @Test func `More than the largest node has is told for each by itself`() throws {
        let obstacles = try Self.question(
            Self.compute("min: 65", "min: 513") + Self.asking("gpu-a100", "min: 5")
                + "storage: [{kind: simple-storage-resource, size: {min: 101}}]"
        ).obstaclesOfSize(capacity: Self.nodes)
        #expect(
            Self.texts(obstacles) == [
                "storage[0].size.min: 101 GiB are wanted, this platform has 100.",
                "compute.cores.min: 65 cores are wanted, the largest node has 64.",
                "compute.memory.min: 513 GiB are wanted, the largest node has 512.",
                "metrics[0].min: 5 gpu-a100 are wanted, the largest node has 4.",
            ])
        #expect(obstacles.map { $0.change?.to } == [100, 64, 512, 4])
    }

    @Test func `Each is there, but no node has all: a sentence, and the changes for the nearest`() throws {
        let obstacles = try Self.question(Self.compute("min: 32", "min: 256")).obstaclesOfSize(capacity: Self.nodes)
        #expect(
            Self.texts(obstacles) == [
                "compute: 32 cores and 256 GiB of memory are wanted together. Each of them is here, but no single node"
                    + " has all; the nearest, deep, has 16 cores and 512 GiB of memory."
            ])
        #expect(obstacles.first?.rung == .never)
        let (fewer, less) = (
            Change.atMost(16, ["compute", "cores", "min"], .core),
            Change.atMost(128, ["compute", "memory", "min"], .gibibyte)
        )
        #expect(obstacles.first?.change == fewer)
        // The node with GPUs is smaller than the others all over, and no other way.
        #expect(obstacles.first?.otherWays == [[fewer], [less]])
        // Every one of them is enough.
        for (cores, memory) in [(16, 256), (32, 128)] {
            let mended = try Self.question(Self.compute("min: \(cores)", "min: \(memory)"))
            #expect(mended.obstaclesOfSize(capacity: Self.nodes).isEmpty)
        }
    }

    @Test func `A GPU and many cores are on different nodes`() throws {
        let obstacles = try Self.question(
            Self.compute("min: 32", "min: 1") + Self.asking("gpu-a100", "min: 1")
        ).obstaclesOfSize(capacity: Self.nodes)
        #expect(
            Self.texts(obstacles) == [
                "compute: 32 cores, 1 GiB of memory and 1 gpu-a100 are wanted together. Each of them is here, but no"
                    + " single node has all; the nearest, gpus, has 8 cores, 64 GiB of memory and 4 gpu-a100."
            ])
        #expect(obstacles.first?.change == .atMost(8, ["compute", "cores", "min"], .core))
    }

    @Test func `What is shared is counted once, and what is not there at all can be left out`() throws {
        let obstacles = try Self.question(
            "metrics: [{kind: simple-minmax-float-metric, type: '\(Kind.countablePrefix)licence', min: 3},"
                + " {kind: simple-minmax-float-metric, type: '\(Kind.countablePrefix)gpu-x', min: 1}]"
        ).obstaclesOfSize(capacity: Self.nodes)
        #expect(
            Self.texts(obstacles) == [
                "metrics[0].min: 3 licence are wanted, this platform has 2.",
                "metrics[1].min: 1 gpu-x is wanted, the largest node has 4 gpu-a100.",
            ])
        #expect(obstacles[1].change?.range == .absent)
        // No unit: what there is has names of its own.
        #expect(obstacles[1].values == ["wanted": "1 gpu-x", "available": "4 gpu-a100"])
    }

    @Test func `Who asks for a GPU that is not there is told those that are`() throws {
        let question = try Self.question(Self.asking("gpu-x", "min: 2"))
        var pool = Resources(cores: 64, memoryBytes: 64 << 30, storageBytes: 0)
        #expect(
            Self.texts(question.obstaclesOfSize(capacity: pool)) == [
                "metrics[0].min: 2 gpu-x are wanted, this platform has 0."
            ])
        for (name, count) in [("licence", 4), ("gpu-b", 2), ("gpu", 2), ("gpu-gone", 0)] {
            pool[named: name] = Int64(count)
        }
        #expect(
            Self.texts(question.obstaclesOfSize(capacity: pool)) == [
                "metrics[0].min: 2 gpu-x are wanted, this platform has 2 gpu, 2 gpu-b and 4 licence."
            ])
        for number in 10..<40 { pool[named: "n\(number)"] = 1 }
        let many = Self.texts(question.obstaclesOfSize(capacity: pool)).first ?? nil
        #expect(many?.hasSuffix("1 n25, 1 n26 and others.") == true)
    }

    @Test func `A flavor is had whole: one that is more than is wanted is too much`() throws {
        let flavors = Capacity(
            flavors: [Self.size("small", 2, 4), Self.size("large", 8, 32)], quota: Self.beside(100))
        #expect(try Self.question(Self.compute("min: 3", "min: 1")).obstaclesOfSize(capacity: flavors).isEmpty)
        let obstacles = try Self.question(Self.compute("min: 3, max: 4", "min: 1, max: 8"))
            .obstaclesOfSize(capacity: flavors)
        #expect(
            Self.texts(obstacles) == [
                "compute.cores.max: 4 cores and 8 GiB of memory is the most that is wanted; of the flavors that are"
                    + " enough the nearest, large, has 8 cores and 32 GiB of memory."
            ])
        #expect(
            obstacles.first?.otherWays == [
                [
                    .atLeast(8, ["compute", "cores", "max"], .core),
                    .atLeast(32, ["compute", "memory", "max"], .gibibyte),
                ]
            ])
        #expect(
            Self.texts(
                try Self.question(
                    Self.compute("min: 9", "min: 1") + "storage: [{kind: simple-storage-resource, size: {min: 101}}]"
                ).obstaclesOfSize(capacity: flavors)) == [
                    "storage[0].size.min: 101 GiB are wanted, this platform has 100.",
                    "compute.cores.min: 9 cores are wanted, the largest flavor has 8.",
                ])
    }

    @Test func `Without any node everything is too much`() throws {
        let none = Capacity(nodes: [], shared: Resources())
        #expect(try Self.question("").obstaclesOfSize(capacity: none).count == 2)
    }
}
