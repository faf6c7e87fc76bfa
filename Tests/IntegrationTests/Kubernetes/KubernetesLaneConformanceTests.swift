import BerthDocument
import ConformanceKit
import Testing

/// The Kubernetes platform on a real cluster, held against the contract of every platform.
@Suite("Kubernetes keeps the contract", .serialized)
struct KubernetesLaneConformanceTests {
    /// The API speaks TLS, in which nobody can be put between: the rule about calls that fail is not tried.
    private static let rules = PlatformConformance.rules.filter { !$0.name.hasPrefix("Whatever call") }

    @Test(arguments: rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let cluster = try TestKubernetes.shared.get()
        let platform = try await cluster.platform("contract", instance: "contract")
        let more = """
            compute: {kind: simple-compute-resource, memory: {min: 1, max: 2}}
            storage: [{kind: simple-storage-resource, size: {min: 1}}]
            """
        // Sessions beside one another share two cores.
        var candidate = PlatformConformance.Candidate(
            "kubernetes", platform, short: try Self.request("echo one", more),
            long: try Self.request("echo one; sleep 600", "compute: {kind: simple-compute-resource, memory: {min: 1}}"),
            failing: try Self.request("exit 42", more),
            refused: [
                try Self.request(
                    "true", "compute: {kind: simple-compute-resource, cores: {min: 900}, memory: {min: 9000}}"),
                try Self.request("true", "storage: [{kind: simple-storage-resource, size: {min: 99999}}]"),
                try Self.request("true", "data: [{kind: simple-data-resource, location: \"http://example.org/x\"}]"),
                try Self.request("true", "", executable: "privileged: true"),
                try Self.request(
                    "true", "", executable: "network: {ports: [{access: true, internal: {port: 80}}]}"),
            ]
        ) {
            try await cluster.things("contract", instance: "contract")
                + cluster.outputs(instance: "contract").map { "output of \($0)" }
        }
        candidate.patienceSeconds = 40
        let violations = await rule.violations(by: candidate)
        #expect(violations == [])
    }

    private static func request(_ script: String, _ rest: String, executable: String = "") throws -> Document {
        let text = TestKubernetes.script(script, rest, executable: executable)
        return try Document.read(Array(text.utf8), as: .yaml).resolvedTree()
    }
}
