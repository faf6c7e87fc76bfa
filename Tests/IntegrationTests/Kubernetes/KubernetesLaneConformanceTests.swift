import BerthDocument
import BerthKubernetes
import ConformanceKit
import Testing

/// The Kubernetes platform on a real cluster, held against the contract of every platform.
@Suite("Kubernetes keeps the contract", .serialized)
struct KubernetesLaneConformanceTests {
    @Test(arguments: PlatformConformance.rules)
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
        // Who stands between speaks plainly on this machine, and TLS with the cluster.
        let front = try KubernetesRecorder(cluster)
        var faults = CallFaults { number, loss in
            let faulty = try FaultyEngine(.port(front.port), failing: number, loss)
            let file = try front.kubeconfig("contract", "faulty-\(number)-\(loss)", server: faulty.url)
            let platform = try await cluster.platform("contract", instance: "contract") { $0.kubeconfig = file }
            return CallFaults.Faulty(platform) {
                // Whoever followed the session is still asking for a while.
                faulty.didFail
            }
        }
        faults.atOnce = 2
        candidate.faults = faults
        let violations = await rule.violations(by: candidate)
        #expect(violations == [])
        await front.stop()
    }

    private static func request(_ script: String, _ rest: String, executable: String = "") throws -> Document {
        let text = TestKubernetes.script(script, rest, executable: executable)
        return try Document.read(Array(text.utf8), as: .yaml).resolvedTree()
    }
}
