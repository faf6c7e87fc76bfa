import BerthDocument
import BerthWorkflows
import ConformanceKit
import Testing

/// The workflow platform with real engines, held against the contract of every platform.
@Suite("Workflows keep the contract", .serialized)
struct WorkflowConformanceTests {
    @Test(arguments: PlatformConformance.rules)
    func cwlKeepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let site = try WorkflowSite("cwl")
        // cwltool hands its own output to no step: the line goes to whoever started the step.
        for (name, script) in [
            ("short", "true"), ("long", "echo one >/proc/$PPID/fd/1; sleep 600"), ("failing", "exit 42"),
        ] {
            try site.write(
                name + ".cwl",
                """
                cwlVersion: v1.2
                class: CommandLineTool
                baseCommand: [sh, -c, '\(script)']
                inputs: {word: string?}
                outputs: []
                """)
        }
        let violations = await rule.violations(by: try candidate("cwl", site))
        #expect(violations == [])
    }

    @Test(arguments: PlatformConformance.rules)
    func snakemakeKeepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let site = try WorkflowSite("snakemake")
        for (name, script) in [("short", "echo one"), ("long", "echo one; sleep 600"), ("failing", "exit 42")] {
            try site.write(name + ".cwl", "rule all:\n    shell: \"\(script)\"\n")
        }
        let violations = await rule.violations(by: try candidate("snakemake", site))
        #expect(violations == [])
    }

    private func candidate(_ kind: String, _ site: WorkflowSite) throws -> PlatformConformance.Candidate {
        func request(_ name: String, _ members: String, _ rest: String) throws -> Document {
            try Document.read(Array(site.request(kind, name, members, rest).utf8), as: .yaml).resolvedTree()
        }
        let more = """
            compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            """
        let values = kind == "cwl" ? "inputs: {wrong: a}" : "configuration: {a: \"data:none\"}"
        var candidate = PlatformConformance.Candidate(
            kind, site.platform, short: try request("short.cwl", "", more), long: try request("long.cwl", "", more),
            failing: try request("failing.cwl", "", more),
            refused: [
                try request(
                    "short.cwl", "", "compute: {kind: simple-compute-resource, cores: {min: 9}, memory: {min: 99}}"),
                try request("gone.cwl", "", more), try request("short.cwl", values, more),
                try request("short.cwl", "", "storage: [{kind: simple-storage-resource, size: {min: 99}}]"),
            ]
        ) { site.leftovers }
        candidate.patienceSeconds = 60
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyPrograms(
                ["cwltool": WorkflowSite.programs + "cwltool", "snakemake": WorkflowSite.programs + "snakemake"],
                failing: number, loss, message: "Killed")
            let platform = try WorkflowSite.platform(site.directory) {
                $0.programs.cwltool = faulty.path("cwltool")
                $0.programs.snakemake = faulty.path("snakemake")
            }
            return CallFaults.Faulty(platform) {
                defer { faulty.delete() }
                return faulty.didFail
            }
        }
        // One broker has a state directory for itself.
        candidate.faults?.atOnce = 1
        return candidate
    }
}
