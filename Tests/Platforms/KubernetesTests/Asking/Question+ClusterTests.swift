import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct QuestionClusterTests {
    static func question(cores: Int64 = 1, memory: Int64 = 1, storage: Int64? = nil, image: String = "busybox")
        -> Question
    {
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = [image]
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        var compute = SimpleCompute()
        compute.cores = IntegerRange(min: cores)
        compute.memory = IntegerRange(min: memory)
        request.compute = .simple(compute)
        if let storage {
            var simple = SimpleStorage()
            simple.size = IntegerRange(min: storage)
            request.storage = [.simple(simple)]
        }
        var number: UInt64 = 0
        return Question(request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init()) {
            number += 1
            return UUID(random: 1, number)
        }
    }

    private static func facts(
        nodes: [Document] = [
            ClusterFactsTests.node("n", ["cpu": "8", "memory": "32Gi", "ephemeral-storage": "100Gi"])
        ],
        quota: Document? = nil, used: Document = [:], limit: Document? = nil
    ) -> ClusterFacts {
        ClusterFacts(
            nodes: nodes, pods: [],
            quotas: quota.map { [["metadata": ["name": "team"], "status": ["hard": $0, "used": used]]] },
            limits: limit.map { [["metadata": ["name": "fair"], "spec": ["limits": [$0]]]] })
    }

    private static func sentences(_ question: Question, _ facts: ClusterFacts, _ settings: KubernetesSettings = .init())
        -> [String]
    {
        question.obstacles(of: facts, settings).map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func whatFitsHasNoReasonAgainstIt() {
        #expect(Self.sentences(Self.question(cores: 8, memory: 32, storage: 99), Self.facts()) == [])
    }

    @Test func aQuotaCountsWhatIsUsed() {
        let facts = Self.facts(quota: ["cpu": "4", "memory": "16Gi"], used: ["cpu": "3500m"])
        #expect(
            Self.sentences(Self.question(cores: 5), facts).first?.contains("5 core is more than the 4 core of cpu")
                == true)
        #expect(
            Self.sentences(Self.question(), facts) == [
                "compute.cores.min: 1 core is more than the 0 core of cpu that are left now of the quota team:"
                    + " 4 of 4 are"
                    + " used."
            ])
        let obstacle = Self.question().obstacles(of: facts, .init())[0]
        #expect(obstacle.rung == .notNow && obstacle.change == nil)
        #expect(obstacle.couldChange == "who set the quota team")
    }

    @Test func aQuotaOfObjectsStandsAgainstOneMore() {
        let facts = Self.facts(quota: ["pods": "2"], used: ["pods": "2"])
        #expect(
            Self.sentences(Self.question(), facts) == [
                "executable: 1 is more than the 0 of pods that are left now of the quota team: 2 of 2 are used."
            ])
    }

    @Test func limitsBindWhatIsPromised() throws {
        let facts = Self.facts(limit: ["type": "Container", "max": ["cpu": "2"], "min": ["memory": "3Gi"]])
        #expect(
            Self.sentences(Self.question(cores: 3), facts) == [
                "compute.cores.min: 3 core is more than the 2 core that the limits fair of the namespace allow"
                    + " one session.",
                "compute.memory.min: 1 GiB is less than the 3 GiB that the limits fair of the namespace want of"
                    + " each session.",
            ])
        guard case .nodes(let nodes, _)? = facts.promised(.init())?.form else {
            Issue.record("nodes are promised")
            return
        }
        #expect(nodes[0].resources[.cores] == 2 && nodes[0].resources[.memory] == 32 << 30)
    }

    @Test func claimsAreCountedBesideTheNodes() {
        var settings = KubernetesSettings()
        settings.storageClass = "fast"
        settings.storage = 500
        let facts = Self.facts(
            quota: ["requests.storage": "300Gi", "ephemeral-storage": "1Gi"],
            limit: ["type": "PersistentVolumeClaim", "max": ["storage": "200Gi"]])
        #expect(Self.sentences(Self.question(storage: 150), facts, settings) == [])
        #expect(
            Self.sentences(Self.question(storage: 250), facts, settings) == [
                "storage[0].size.min: 250 GiB is more than the 200 GiB that the limits fair of the namespace allow one"
                    + " session."
            ])
    }

    @Test func aTaintedNodeThatWouldDoIsNamed() {
        let taint: Document = ["taints": [["key": "big", "value": "", "effect": "NoSchedule"]]]
        let facts = Self.facts(nodes: [
            ClusterFactsTests.node("n", ["cpu": "2", "memory": "4Gi"]),
            ClusterFactsTests.node("large", ["cpu": "64", "memory": "4Gi"], taint),
        ])
        let obstacles = Self.question(cores: 32).obstacles(of: facts, .init())
        #expect(obstacles.count == 2)
        #expect(
            obstacles.last?.message(at: Instant(seconds: 0), from: nil).message
                == "compute: the node large would be large enough, but its taint big:NoSchedule is not"
                + " among the tolerations"
                + " of this site.")
    }

    @Test func nodesThatMayNotBeSeenBindNothing() {
        let facts = ClusterFacts(nodes: nil, pods: nil, quotas: nil, limits: nil)
        #expect(Self.question(cores: 1000).obstacles(of: facts, .init()) == [])
        #expect(facts.promised(.init())?.largest[.cores] == .max)
    }
}
