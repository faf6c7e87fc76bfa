import BerthDocument
import BerthJupyter
import BerthPlatform
import BerthTasks
import ConformanceKit
import Testing

/// The notebook platform with a real Jupyter, held against the contract of every platform.
@Suite("Notebooks keep the contract", .serialized)
struct JupyterConformanceTests {
    /// A server for people ends when they say so: it has no work that ends by itself, and says nothing on stdout.
    private static let interactiveRules = PlatformConformance.rules.filter { rule in
        [
            "The profile says what the platform is", "A yes promises what was asked",
            "A no has reasons, the worst last, with paths of the request", "A change takes its reason away",
            "Asking changes nothing", "What was never prepared, or only half, can be released",
            "A cancel ends what is being prepared", "What was cancelled does not start", "A cancel stops what runs",
            "Orphans are released and others kept",
        ].contains(rule.name)
    }

    @Test(arguments: PlatformConformance.rules)
    func headless(_ rule: PlatformConformance.Rule) async throws {
        #expect(await rule.violations(by: try Self.candidate(.headless)) == [])
    }

    @Test(arguments: interactiveRules)
    func interactive(_ rule: PlatformConformance.Rule) async throws {
        #expect(await rule.violations(by: try Self.candidate(.interactive)) == [])
    }

    private static func candidate(_ mode: JupyterMode) throws -> PlatformConformance.Candidate {
        let jupyter = try TestJupyter()
        let notebooks = jupyter.notebooks
        let more = """
            compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """
        func request(_ url: String, _ rest: String) throws -> Document {
            try Document.read(Array(TestJupyter.request(url, rest).utf8), as: .yaml).resolvedTree()
        }
        let short = notebooks.put("/short.ipynb", cells: ["print('one')"])
        let long = notebooks.put("/long.ipynb", cells: ["print('one', flush=True)\nimport time; time.sleep(600)"])
        let failing = notebooks.put("/failing.ipynb", cells: ["raise ValueError('no')"])
        let strange = notebooks.put("/strange.ipynb", cells: ["1"], kernel: "cobol")
        var candidate = PlatformConformance.Candidate(
            "\(mode) notebooks", try jupyter.platform { $0.mode = mode }, short: try request(short, more),
            long: try request(long, more), failing: try request(failing, more),
            refused: [
                try request(short, "compute: {kind: simple-compute-resource, cores: {min: 9}, memory: {min: 9}}"),
                try request(strange, ""), try request("file:///etc/passwd", ""),
                try request(notebooks.put("/broken.ipynb", "{"), more),
                try request(short, "storage: [{kind: simple-storage-resource, size: {min: 99}}]"),
            ]
        ) {
            ["sessions", "logs", "asked"].flatMap { folder in jupyter.files(folder).map { "\(folder)/\($0)" } }
        }
        // The machine may have a lot to do, and a kernel takes seconds when it has not.
        candidate.patienceSeconds = 60
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyPrograms(
                ["python": TestJupyter.python], failing: number, loss, message: "Killed")
            let platform = try jupyter.platform {
                $0.mode = mode
                $0.python = faulty.path("python")
            }
            return CallFaults.Faulty(platform) {
                defer { faulty.delete() }
                return faulty.didFail
            }
        }
        return candidate
    }
}
