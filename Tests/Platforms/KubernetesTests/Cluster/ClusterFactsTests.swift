import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct ClusterFactsTests {
    static func node(_ name: String, _ amounts: DocumentMembers, _ spec: Document = [:], ready: String = "True")
        -> Document
    {
        [
            "metadata": ["name": .text(name), "labels": ["zone": "a"]], "spec": spec,
            "status": [
                "allocatable": .map(amounts), "conditions": [["type": "Ready", "status": .text(ready)]],
                "addresses": [["type": "InternalIP", "address": "10.0.0.1"]],
                "nodeInfo": ["architecture": "amd64", "operatingSystem": "linux"],
            ],
        ]
    }

    static func pod(_ node: String, cpu: String, phase: String = "Running") -> Document {
        let requests: Document = ["resources": ["requests": ["cpu": .text(cpu), "memory": "1Gi"]]]
        return [
            "spec": ["nodeName": .text(node), "containers": [requests], "initContainers": [requests]],
            "status": ["phase": .text(phase)],
        ]
    }

    private let settings = KubernetesSettings()

    @Test func nodesGiveWholeCoresAndWhatIsLeftOfTheDisk() {
        let facts = ClusterFacts(
            nodes: [
                Self.node("n", ["cpu": "3920m", "memory": "8Gi", "ephemeral-storage": "10Gi", "nvidia.com/gpu": "2"])
            ],
            pods: [], quotas: nil, limits: nil)
        let size = facts.sizes(settings)[0].resources
        #expect(size[.cores] == 3)
        #expect(size[.memory] == 8 << 30)
        #expect(size[.storage] == 10 << 30 - (128 << 20))
        #expect(size[named: "gpu"] == 2 && size[named: "nvidia-com-gpu"] == 2)
    }

    @Test func whatOthersRunTakesRoomAndWhatEndedDoesNot() {
        let facts = ClusterFacts(
            nodes: [
                Self.node("n", ["cpu": "4", "memory": "8Gi", "pods": "3"]),
                Self.node("m", ["cpu": "2", "memory": "8Gi"]),
            ],
            pods: [
                Self.pod("n", cpu: "1500m"), Self.pod("n", cpu: "500m"), Self.pod("n", cpu: "4", phase: "Succeeded"),
            ], quotas: nil, limits: nil)
        func free(_ cores: Int64) -> [String]? {
            facts.free(for: Resources(cores: cores, memoryBytes: 1 << 30, storageBytes: 0), settings)?.map(\.name)
        }
        #expect(free(2) == ["m", "n"])
        #expect(free(3) == [])
        let blind = ClusterFacts(nodes: nil, pods: [], quotas: nil, limits: nil)
        #expect(blind.free(for: Resources(), settings) == nil)
        #expect(blind.capacity(settings) == nil)
    }

    @Test func aNodeIsClosedForAReason() {
        let amounts: DocumentMembers = ["cpu": "1"]
        let taint: Document = ["taints": [["key": "gpu", "value": "yes", "effect": "NoSchedule"]]]
        func closed(_ spec: Document, ready: String = "True", _ settings: KubernetesSettings) -> String? {
            ClusterNode(Self.node("n", amounts, spec, ready: ready)).closed(settings)?.words
        }
        #expect(closed([:], settings) == nil)
        #expect(closed([:], ready: "Unknown", settings) == "it is not ready")
        #expect(closed(["unschedulable": true], settings) == "it is closed to new pods")
        #expect(closed(taint, settings) == "its taint gpu=yes:NoSchedule is not among the tolerations of this site")
        #expect(closed(["taints": [["key": "x", "effect": "PreferNoSchedule"]]], settings) == nil)
        var other = settings
        var toleration = Toleration()
        toleration.key = "gpu"
        other.tolerations = [toleration]
        #expect(closed(taint, other) == nil)
        other.tolerations[0].value = "no"
        #expect(closed(taint, other) != nil)
        other.nodeSelector = ["zone": "b"]
        #expect(closed([:], other) == "it has no label zone=b, which this site wants")
    }

    @Test func theSameEndOfTwoNamesIsNoShortName() {
        let names = ExtendedNames(["nvidia.com/gpu", "amd.com/gpu", "example.org/tpu_v2", "cpu", "hugepages-2Mi"])
        #expect(names.all.map(\.name) == ["amd-com-gpu", "example-org-tpu_v2", "nvidia-com-gpu", "tpu_v2"])
        #expect(names["tpu_v2"] == "example.org/tpu_v2")
        #expect(names["gpu"] == nil)
    }

    @Test func quotasThatDoNotCountSessionsAreLeftOut() {
        let hard: Document = ["hard": ["pods": "1"]]
        func quota(_ scopes: Document?) -> NamespaceQuota? {
            var spec: DocumentMembers = ["hard": ["pods": "1"]]
            if let scopes { spec["scopes"] = scopes }
            return NamespaceQuota(["metadata": ["name": "q"], "spec": .map(spec), "status": hard])
        }
        #expect(quota(nil) != nil)
        #expect(quota(["Terminating"]) != nil)
        #expect(quota(["NotTerminating"]) == nil)
        #expect(quota(["BestEffort"]) == nil)
    }
}
