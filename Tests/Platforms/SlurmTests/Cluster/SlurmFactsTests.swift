import BerthModel
import BerthPlatform
import Testing

@testable import BerthSlurm

@Suite struct SlurmFactsTests {
    static let partitions = SlurmRecord.all(
        in: """
            PartitionName=batch Default=YES MaxTime=1-00:00:00 MaxCPUsPerNode=UNLIMITED State=UP MaxMemPerNode=UNLIMITED
            PartitionName=short Default=NO MaxTime=00:10:00 MaxCPUsPerNode=4 Nodes=n1 State=DOWN MaxMemPerNode=8000
            """
    ).compactMap { SlurmPartition($0) }
    static let nodes = SlurmRecord.all(
        in: """
            NodeName=n2 Arch=x86_64 CPUEfctv=16 AvailableFeatures=large,avx Gres=gpu:a100:2(S:0) \
            RealMemory=32000 State=IDLE+DRAIN Partitions=batch Reason=a b
            NodeName=n1 CPUEfctv=8 AvailableFeatures=(null) Gres=(null) \
            RealMemory=16000 MemSpecLimit=1000 State=DOWN* Partitions=batch,short
            NodeName=n3 CPUTot=99 RealMemory=99 State=FUTURE Partitions=batch
            """
    ).compactMap { SlurmNode($0) }

    @Test func readsPartitionsAndNodes() throws {
        #expect(Self.partitions.map(\.name) == ["batch", "short"])
        #expect(Self.partitions[0].longestSeconds == 86400)
        #expect(Self.partitions[1].longestSeconds == 600)
        #expect(Self.partitions[1].state == "DOWN")
        #expect(Self.nodes[0].states == ["IDLE", "DRAIN"])
        #expect(Self.nodes[0].features == ["large", "avx"])
        #expect(Self.nodes[1].states == ["DOWN"])
        #expect(Self.nodes[1].memoryBytes == 15000 << 20)
        #expect(SlurmNode(SlurmRecord("PartitionName=x")) == nil)
        #expect(SlurmPartition(SlurmRecord("NodeName=x")) == nil)
    }

    @Test("what a partition has is what each of its nodes has, within its own limits")
    func capacity() throws {
        let facts = try SlurmFacts(
            partitions: Self.partitions, nodes: Self.nodes, wanted: nil, hasAccounting: false)
        #expect(facts.nodes.map(\.name) == ["n1", "n2"])
        let largest = facts.capacity(for: .simple(SimpleCompute()), storageBytes: 5).largest
        #expect(largest[.cores] == 16)
        #expect(largest[.memory] == 32000 << 20)
        #expect(largest[.storage] == 5)
        #expect(largest[named: "gpu-a100"] == 2)
        let short = try SlurmFacts(
            partitions: Self.partitions, nodes: Self.nodes, wanted: "short", hasAccounting: false
        ).capacity(for: .simple(SimpleCompute()), storageBytes: 5).largest
        #expect(short[.cores] == 4)
        #expect(short[.memory] == 8000 << 20)
    }

    @Test func nodesOfAnotherKindAreLeftOut() throws {
        let facts = try SlurmFacts(partitions: Self.partitions, nodes: Self.nodes, wanted: nil, hasAccounting: false)
        #expect(facts.traits == MachineTraits(architectures: ["amd64"], features: ["avx", "large"]))
        var asked = AcceleratedCompute()
        asked.architecture = "amd64"
        #expect(facts.capacity(for: .accelerated(asked), storageBytes: 5).names == ["n2"])
        #expect(facts.nodes(otherThan: "amd64") == ["n1"])
        #expect(facts.nodes(otherThan: nil).isEmpty)
        asked.features = ["large", "small"]
        #expect(facts.capacity(for: .accelerated(asked), storageBytes: 5).names.isEmpty)
    }

    @Test func aPartitionThatIsNot() {
        let error = #expect(throws: PlatformError.self) {
            try SlurmFacts(partitions: Self.partitions, nodes: [], wanted: "x", hasAccounting: false)
        }
        #expect(error?.message == "The cluster has no partition x; the setting partition names one of: batch, short.")
        let none = #expect(throws: PlatformError.self) {
            try SlurmFacts(partitions: [Self.partitions[1]], nodes: [], wanted: nil, hasAccounting: false)
        }
        #expect(none?.message == "The cluster has no default partition; name one in the setting partition: short.")
    }
}

extension Capacity {
    fileprivate var names: [String] {
        guard case .nodes(let nodes, _) = form else { return [] }
        return nodes.map(\.name)
    }
}
