import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

@Suite struct ClusterNodeTraitsTests {
    private static func node(_ name: String, _ architecture: String, _ labels: DocumentMembers) -> Document {
        var node = ClusterFactsTests.node(name, ["cpu": "8", "memory": "32Gi", "ephemeral-storage": "100Gi"])
        node.set(.map(labels), at: ["metadata", "labels"])
        node.set(.text(architecture), at: ["status", "nodeInfo", "architecture"])
        return node
    }

    private static let facts = ClusterFacts(
        nodes: [
            node(
                "a", "amd64",
                [
                    "feature.node.kubernetes.io/cpu-cpuid.AVX2": "true",
                    "feature.node.kubernetes.io/kernel-version.major": "5", "zone": "x",
                ]),
            node("b", "arm64", ["feature.node.kubernetes.io/pci-10de.present": "true"]),
        ], pods: [], quotas: nil, limits: nil)

    private static func compute(_ architecture: String?, _ features: [String]) -> ComputeResource {
        var compute = AcceleratedCompute()
        compute.basic.cores = IntegerRange(min: 1)
        compute.architecture = architecture
        compute.features = features
        return .accelerated(compute)
    }

    private static func sentences(_ architecture: String?, _ features: [String]) -> [String] {
        var question = QuestionClusterTests.question()
        question.compute = compute(architecture, features)
        let settings = KubernetesSettings()
        let suiting = facts.suiting(question.compute, architecture: nil)
        let all =
            question.obstaclesOfKind(executables: [.dockerContainer], traits: facts.traits(settings))
            + question.obstacles(of: facts, suiting: suiting, settings)
        return all.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    @Test func labelsOfNodesAreFeatures() {
        let traits = Self.facts.traits(KubernetesSettings())
        #expect(traits.architectures == ["amd64", "arm64"])
        #expect(traits.features == ["avx2", "cpu-cpuid.AVX2", "kernel-version.major=5", "pci-10de.present"])
    }

    @Test func theSchedulerIsToldByLabels() {
        let labels = Self.facts.labels(
            for: Self.compute("amd64", ["avx2", "cpu-cpuid.AVX2", "kernel-version.major=5"]), architecture: "arm64",
            KubernetesSettings())
        #expect(
            labels == [
                "kubernetes.io/arch": "amd64", "feature.node.kubernetes.io/cpu-cpuid.AVX2": "true",
                "feature.node.kubernetes.io/kernel-version.major": "5",
            ])
        // The image alone says for what it is made.
        #expect(
            Self.facts.labels(for: Self.compute(nil, []), architecture: "arm64", KubernetesSettings())
                == ["kubernetes.io/arch": "arm64"])
        #expect(Self.facts.suiting(Self.compute(nil, []), architecture: "arm64").nodes?.map(\.name) == ["b"])
    }

    @Test func whatNoNodeHasIsAReasonAndWhatNoneHasTogether() {
        #expect(Self.sentences("amd64", ["avx2"]) == [])
        #expect(
            Self.sentences("s390x", []) == [
                "compute.architecture: s390x is wanted, this platform has amd64, arm64."
            ])
        #expect(
            Self.sentences(nil, ["gpu-direct"]) == [
                "compute.features[0]: gpu-direct is wanted, the features of this platform are avx2, cpu-cpuid.AVX2, "
                    + "kernel-version.major=5, pci-10de.present."
            ])
        #expect(
            Self.sentences("arm64", ["avx2"]) == [
                "compute.features: no node of the cluster has arm64, avx2 together."
            ])
    }
}
