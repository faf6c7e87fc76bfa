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

    @Test("Notebooks on nodes keep the rule", arguments: PlatformConformance.rules)
    func notebooksKeepTheRule(_ rule: PlatformConformance.Rule) async throws {
        let notebooks = try NotebookServer()
        let short = notebooks.put("/short.ipynb", cells: ["print('one')"])
        let long = notebooks.put("/long.ipynb", cells: ["print('one', flush=True)\nimport time; time.sleep(600)"])
        let failing = notebooks.put("/failing.ipynb", cells: ["raise ValueError('no')"])
        let strange = notebooks.put("/strange.ipynb", cells: ["1"], kernel: "cobol")
        func request(_ url: String, _ rest: String = Self.more) throws -> Document {
            try Document.read(Array(TestJupyter.request(url, rest).utf8), as: .yaml).resolvedTree()
        }
        let candidate = try Self.candidate(
            "notebooks", [try request(short), try request(long), try request(failing)],
            refused: [
                try request(strange), try request("file:///etc/passwd"),
                try request(notebooks.put("/broken.ipynb", "{")),
                try request(short, "compute: {kind: simple-compute-resource, cores: {min: 99}}"),
            ]
        ) { $0.programs.jupyter = TestJupyter.python }
        #expect(await rule.violations(by: candidate) == [])
    }

    @Test("Workflows on nodes keep the rule", arguments: PlatformConformance.rules)
    func workflowsKeepTheRule(_ rule: PlatformConformance.Rule) async throws {
        let documents = try NotebookServer()
        func request(_ name: String, _ script: String, _ rest: String = Self.more) throws -> Document {
            // cwltool hands its own output to no step: the line goes to whoever started the step.
            let url = documents.put(
                "/\(name).cwl",
                """
                cwlVersion: v1.2
                class: CommandLineTool
                baseCommand: [sh, -c, '\(script)']
                inputs: {word: string?}
                outputs: []
                """)
            let yaml = "executable: {kind: cwl-workflow, location: \"\(url)\"}\n" + rest
            return try Document.read(Array(yaml.utf8), as: .yaml).resolvedTree()
        }
        let short = try request("short", "true")
        let candidate = try Self.candidate(
            "workflows",
            [short, try request("long", "echo one >/proc/$PPID/fd/1; sleep 600"), try request("failing", "exit 42")],
            refused: [
                try request("large", "true", "compute: {kind: simple-compute-resource, cores: {min: 99}}"),
                try Document.read(
                    Array("executable: {kind: cwl-workflow, location: \"\(documents.origin)/gone.cwl\"}\n".utf8),
                    as: .yaml
                ).resolvedTree(),
            ]
        ) { $0.programs.cwltool = WorkflowSite.programs + "cwltool" }
        #expect(await rule.violations(by: candidate) == [])
    }

    @Test("Containers on nodes keep the rule", arguments: PlatformConformance.rules)
    func containersKeepTheRule(_ rule: PlatformConformance.Rule) async throws {
        let images = try TestImages.shared.get()
        func request(_ script: String, _ rest: String = Self.more) throws -> Document {
            try Document.read(Array(SlurmContainerTests.request(images.image, script, rest).utf8), as: .yaml)
                .resolvedTree()
        }
        let short = try request("echo one")
        let candidate = try Self.candidate(
            "containers", [short, try request("echo one; sleep 600"), try request("exit 42")],
            refused: [
                try request("true", "compute: {kind: simple-compute-resource, cores: {min: 99}}"),
                try Document.read(
                    Array(SlurmContainerTests.request(images.registry + "/berth/none:1", "true").utf8), as: .yaml
                ).resolvedTree(),
            ]
        ) { SlurmContainerTests.take(images, for: &$0) }
        #expect(await rule.violations(by: candidate) == [])
    }

    private static let more = """
        compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        """

    /// - Parameter requests: a short one, a long one, one that fails.
    private static func candidate(
        _ instance: String, _ requests: [Document], refused: [Document],
        _ change: @escaping @Sendable (inout SlurmSettings) -> Void
    ) throws -> PlatformConformance.Candidate {
        let cluster = try TestCluster.quiet.get()
        var candidate = PlatformConformance.Candidate(
            "slurm \(instance)", try cluster.platform(instance, change), short: requests[0], long: requests[1],
            failing: requests[2], refused: refused
        ) {
            try cluster.jobs(instance).map { "job \($0)" }
                + cluster.files("sessions/\(instance)/sessions").map { "directory \($0)" }
                + cluster.files("sessions/\(instance)/logs").map { "output of \($0)" }
                + cluster.files("sessions/\(instance)/asked/notebooks").map { "notebook \($0)" }
                + cluster.files("sessions/\(instance)/asked/workflows").map { "workflow \($0)" }
        }
        candidate.patienceSeconds = 60
        candidate.faults = CallFaults { number, loss in
            let names = ["sbatch", "scancel", "scontrol", "squeue", "sacct", "srun"]
            let faulty = try FaultyPrograms(
                Dictionary(uniqueKeysWithValues: names.map { ($0, "/usr/bin/" + $0) }), failing: number, loss,
                message: "slurm_load_jobs error: Unable to contact slurm controller (connect failure)")
            let platform = try cluster.platform(instance) {
                change(&$0)
                $0.commands = faulty.directory
            }
            return CallFaults.Faulty(platform) {
                defer { faulty.delete() }
                return faulty.didFail
            }
        }
        return candidate
    }

    private static func request(_ script: String, _ rest: String) throws -> Document {
        try Document.read(Array(SlurmRun.script(script, rest).utf8), as: .yaml).resolvedTree()
    }
}
