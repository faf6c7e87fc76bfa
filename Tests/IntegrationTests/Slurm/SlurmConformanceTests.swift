import BerthDocument
import BerthSlurm
import ConformanceKit
import Testing

/// The Slurm platform on a real cluster, held against the contract of every platform.
@Suite("Slurm keeps the contract", .serialized)
struct SlurmConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let cluster = try TestCluster.quiet.get()
        let instance = "contract"
        let platform = try cluster.platform(instance)
        let more = """
            compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """
        var candidate = PlatformConformance.Candidate(
            "slurm", platform, short: try Self.request("echo one", more),
            long: try Self.request("echo one; sleep 600", more), failing: try Self.request("exit 42", more),
            refused: [
                try Self.request(
                    "true", "compute: {kind: simple-compute-resource, cores: {min: 9}, memory: {min: 99}}"),
                try Self.request("true", "schedule: {requested: {duration: P2D}}"),
                try Self.request(
                    "true", "data: [{kind: simple-data-resource, location: \"file:///etc/passwd\"}]"),
                try Self.request("true", "storage: [{kind: simple-storage-resource, size: {min: 99}}]"),
            ]
        ) {
            try cluster.jobs(instance).map { "job \($0)" }
                + cluster.files("sessions/\(instance)/sessions").map { "directory \($0)" }
                + cluster.files("sessions/\(instance)/logs").map { "output of \($0)" }
        }
        candidate.faults = CallFaults { number, loss in
            let names = ["sbatch", "scancel", "scontrol", "squeue", "sacct"]
            let faulty = try FaultyPrograms(
                Dictionary(uniqueKeysWithValues: names.map { ($0, "/usr/bin/" + $0) }), failing: number, loss,
                message: "slurm_load_jobs error: Unable to contact slurm controller (connect failure)")
            return CallFaults.Faulty(try cluster.platform(instance) { $0.commands = faulty.directory }) {
                defer { faulty.delete() }
                return faulty.didFail
            }
        }
        #expect(await rule.violations(by: candidate) == [])
    }

    private static func request(_ script: String, _ rest: String) throws -> Document {
        try Document.read(Array(SlurmRun.script(script, rest).utf8), as: .yaml).resolvedTree()
    }
}
