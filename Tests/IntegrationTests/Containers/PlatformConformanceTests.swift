import BerthContainers
import BerthDocument
import ConformanceKit
import Testing

/// The container platform on a real engine, held against the contract of every platform.
@Suite("Containers keep the contract", .serialized)
struct PlatformConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let engine = try TestEngine.shared.get()
        let instance = "contract"
        let platform = try engine.platform(instance) { $0.stopSeconds = 1 }
        let more = """
            compute:
              kind: simple-compute-resource
              cores: {min: 1, max: 2}
              volumes: [{kind: simple-volume-mount, resource: disk, path: /disk, mode: READWRITE}]
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """
        var candidate = PlatformConformance.Candidate(
            "containers", platform, short: try Self.request("echo one", more),
            long: try Self.request("echo one; sleep 600", more), failing: try Self.request("exit 42", more),
            refused: [
                try Self.request("true", "compute: {kind: simple-compute-resource, cores: {min: 9}, memory: {min: 9}}"),
                try Self.request(
                    "true", "data: [{kind: simple-data-resource, location: \"file:///etc/passwd\"}]"),
                try Self.request("true", "storage: [{kind: simple-storage-resource, size: {min: 99}}]"),
            ]
        ) {
            let containers = try engine.run(["podman", "ps", "-aq", "--filter", "label=org.berth.instance=\(instance)"])
            return containers.split(separator: "\n").map { "container \($0)" }
                + engine.files("state/\(instance)/sessions").map { "directory \($0)" }
                + engine.files("state/\(instance)/logs").map { "output of \($0)" }
        }
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyEngine(.path(engine.socket), failing: number, loss)
            let platform = try engine.platform(instance) {
                $0.stopSeconds = 1
                $0.engine = faulty.path
            }
            return CallFaults.Faulty(platform) {
                faulty.stop()
                return faulty.didFail
            }
        }
        #expect(await rule.violations(by: candidate) == [])
    }

    private static func request(_ script: String, _ rest: String) throws -> Document {
        try Document.read(Array(ContainerRun.script(script, rest).utf8), as: .yaml).resolvedTree()
    }
}
