import BerthHTTP
import BerthModel
import BerthPlatform
import BerthWorkflows
import Foundation
import Testing

/// Workflows with the engines that people use.
@Suite("Workflows with real engines", .serialized)
struct WorkflowRunningTests {
    private static let greet = """
        cwlVersion: v1.2
        class: CommandLineTool
        baseCommand: [echo, hello]
        inputs: {who: {type: string, inputBinding: {position: 1}}}
        outputs: {greeting: stdout}
        stdout: $(inputs.who).txt
        """

    private static let scatter = """
        cwlVersion: v1.2
        class: Workflow
        requirements: {ScatterFeatureRequirement: {}}
        inputs: {names: "string[]"}
        outputs: {all: {type: "File[]", outputSource: greet/greeting}}
        steps:
          greet: {run: tools/greet.cwl, scatter: who, in: {who: names}, out: [greeting]}
        """

    @Test("a scatter workflow that is fetched over HTTP runs, and its outputs are told")
    func scatter() async throws {
        let server = try HTTPServer(HTTPServerSettings()) { request in
            switch request.path {
            case "/w/main.cwl": HTTPResponse(.ok, contentType: "text/plain", body: Array(Self.scatter.utf8))
            case "/w/tools/greet.cwl": HTTPResponse(.ok, contentType: "text/plain", body: Array(Self.greet.utf8))
            default: HTTPResponse(.notFound)
            }
        }
        let site = try WorkflowSite("scatter")
        let request = site.request(
            "cwl", "http://127.0.0.1:\(server.port)/w/main.cwl", "inputs: {names: \"[north, south]\"}",
            "storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]")
        let run = try await WorkflowRun(site.platform, request)
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        let outcome = try await run.finish()
        #expect(outcome.isSuccess)
        #expect(outcome.texts == ["Output all: north.txt (12 bytes), south.txt (12 bytes)."])
        let disk = "\(site.directory)/state/berth/sessions/\(run.work.session)/storage-0/"
        #expect(try String(contentsOfFile: disk + "south.txt", encoding: .utf8) == "hello south\n")
        try await run.release()
        await run.platform.forget(run.work.session)
        #expect(site.leftovers == [])
        await server.stop()
    }

    @Test("a step that fails is named")
    func failingStep() async throws {
        let site = try WorkflowSite("failing")
        try site.write(
            "main.cwl",
            """
            cwlVersion: v1.2
            class: Workflow
            inputs: []
            outputs: []
            steps:
              reduce:
                run: {cwlVersion: v1.2, class: CommandLineTool, baseCommand: "false", inputs: [], outputs: []}
                in: []
                out: []
            """)
        let outcome = try await WorkflowRun(site.platform, site.request("cwl", "main.cwl")).whole()
        #expect(!outcome.isSuccess)
        #expect(
            outcome.texts == [
                "The program ended with exit code 1.", "The step reduce failed; its output is in the log.",
            ])
    }

    @Test("a document with a mistake is a reason with its line")
    func brokenDocument() async throws {
        let site = try WorkflowSite("broken")
        try site.write("main.cwl", Self.greet.replacingOccurrences(of: "type: string", with: "type: strin"))
        let refusal = try await site.refusal(site.request("cwl", "main.cwl", "inputs: {who: me}"))
        #expect(refusal.count == 1)
        let sentence = refusal.first ?? ""
        #expect(sentence.hasPrefix("executable.location: cwltool does not take main.cwl: "))
        #expect(sentence.contains("main.cwl:4:16: Field 'type' references unknown identifier 'strin'"), "\(sentence)")
        #expect(!sentence.contains(site.directory))
        #expect(site.leftovers == [])
    }

    @Test("what a request lacks is said together: inputs, memory, cores")
    func missing() async throws {
        let site = try WorkflowSite("missing")
        try site.write("self.cwl", "{cwlVersion: v1.2, class: Workflow, steps: {again: {run: self.cwl}}}")
        #expect(
            try await site.refusal(site.request("cwl", "self.cwl"))
                == ["executable.location: the workflow includes itself: self.cwl → self.cwl."])
        try site.write(
            "main.cwl", Self.greet + "\nrequirements: {ResourceRequirement: {coresMin: 3, ramMin: 2000}}\n")
        #expect(
            try await site.refusal(site.request("cwl", "main.cwl", "inputs: {whom: me}")) == [
                "executable.inputs: the workflow needs a value for who.",
                "executable.inputs.whom: the workflow has no input whom; it has who.",
                "compute.cores.min: the workflow needs 3 cores, and the request asks for 1.",
                "compute.memory.min: the workflow needs 2 GiB, and the request asks for 1.",
            ])
        try site.write("large.cwl", Self.greet + "\nhints: {ResourceRequirement: {coresMin: 400}}\n")
        #expect(
            try await site.refusal(site.request("cwl", "large.cwl", "inputs: {who: me}"))
                == ["executable.location: the workflow needs 400 cores, this platform has 4."])
        try site.write("boxed.cwl", Self.greet + "\nrequirements: {DockerRequirement: {dockerPull: debian}}\n")
        #expect(
            try await site.refusal(site.request("cwl", "boxed.cwl", "inputs: {who: me}")) == [
                "executable.location: the workflow requires the container debian (DockerRequirement), and this site "
                    + "runs the steps of workflows without containers; where it need not be, make it a hint."
            ])
    }

    private static let sum = """
        cwlVersion: v1.2
        class: CommandLineTool
        baseCommand: sha256sum
        inputs: {file: {type: File, inputBinding: {position: 1}}}
        outputs: {sum: stdout}
        stdout: sum.txt
        """

    private static func data(_ server: DataServer) -> String {
        """
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        data: [{kind: simple-data-resource, meta: {name: page}, storage: disk, location: "\(server.origin)/data.txt"}]
        """
    }

    @Test("a step sees the data that was staged for it", arguments: ["cwl", "snakemake"])
    func stagedData(_ kind: String) async throws {
        let server = try DataServer()
        let site = try WorkflowSite("data-" + kind)
        try site.write("sum.cwl", Self.sum)
        try site.write(
            "Snakefile", "rule all:\n    output: \"sum.txt\"\n    shell: \"sha256sum {config[page]} > {output}\"\n")
        let request =
            kind == "cwl"
            ? site.request(
                "cwl", "sum.cwl", "inputs: {file: \"{class: File, location: data:page}\"}", Self.data(server))
            : site.request("snakemake", "Snakefile", "configuration: {page: \"data:page\"}", Self.data(server))
        let run = try await WorkflowRun(site.platform, request)
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        let outcome = try await run.finish()
        #expect(outcome.isSuccess, "\(outcome.texts)")
        let disk = "\(site.directory)/state/berth/sessions/\(run.work.session)/storage-0/"
        let text = try String(contentsOfFile: disk + "sum.txt", encoding: .utf8)
        let own = try await runProgram(["sha256sum", disk + "data.txt"])
        #expect(text.split(separator: " ").first == own.output.split(separator: " ").first)
        #expect(try String(contentsOfFile: disk + "data.txt", encoding: .utf8) == DataServer.text)
        try await run.release()
        await server.server.stop()
    }

    @Test("a workflow that somebody changed since it was asked for does not run")
    func changed() async throws {
        let site = try WorkflowSite("changed")
        try site.write("main.cwl", Self.greet)
        let run = try await WorkflowRun(site.platform, site.request("cwl", "main.cwl", "inputs: {who: me}"))
        try site.write("main.cwl", Self.greet.replacingOccurrences(of: "hello", with: "goodbye"))
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(error?.code == .mismatch)
        #expect(
            error?.message == "main.cwl is not what it was when the offer was made: somebody changed the workflow "
                + "since; ask again.")
        try await run.release()
    }

    private static let sleeper = """
        cwlVersion: v1.2
        class: CommandLineTool
        baseCommand: [sh, -c, 'echo begun >/proc/$PPID/fd/1; sleep 611 & sleep 612']
        inputs: []
        outputs: []
        """

    private func sleepers() async throws -> String {
        try await runProgram(["sh", "-c", "pgrep -fx 'sleep 61[12]' || true"]).output
    }

    @Test("a cancel ends every step")
    func cancel() async throws {
        let site = try WorkflowSite("cancel")
        try site.write("main.cwl", Self.sleeper)
        let run = try await WorkflowRun(site.platform, site.request("cwl", "main.cwl"))
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        #expect(try await run.output(.stdout, until: "begun") == "begun\n")
        try await run.platform.cancel(run.work)
        let outcome = try await run.finish(after: .running)
        #expect(!outcome.isSuccess)
        #expect(outcome.texts.contains("The program was stopped because the session was cancelled."))
        try await run.release()
        #expect(try await sleepers() == "")
    }

    @Test("a broker that comes back finds what runs, and releases what nobody wants")
    func foundAgain() async throws {
        let site = try WorkflowSite("again")
        try site.write("main.cwl", Self.greet)
        try site.write("sleeper.cwl", Self.sleeper)
        let kept = try await WorkflowRun(site.platform, site.request("cwl", "main.cwl", "inputs: {who: me}"))
        let orphan = try await WorkflowRun(site.platform, site.request("cwl", "sleeper.cwl"))
        for run in [kept, orphan] {
            try await run.prepare()
            _ = try await run.platform.start(run.work)
        }
        #expect(try await orphan.output(.stdout, until: "begun") == "begun\n")
        let other = try WorkflowSite.platform(site.directory)
        #expect(try await other.releaseOrphans(keeping: [kept.work.session]) == [orphan.work.session])
        #expect(try await sleepers() == "")
        let outcome = try await kept.finish(other)
        #expect(outcome.isSuccess)
        #expect(outcome.texts == ["Output greeting: me.txt (9 bytes)."])
        try await kept.release(other)
    }

    @Test("a step that takes more memory than was offered is ended, and the message says so")
    func overMemory() async throws {
        let site = try WorkflowSite("memory")
        try site.write(
            "Snakefile",
            "rule all:\n    shell: \"head -c 1500000000 /dev/zero | tail | sleep 60\"\n")
        let outcome = try await WorkflowRun(site.platform, site.request("snakemake", "Snakefile")).whole()
        #expect(!outcome.isSuccess)
        #expect(
            outcome.texts.first
                == "The program was killed because it took more than the 1 GiB of memory that were offered.")
    }

    @Test("Snakemake: the rule that failed, targets and configuration")
    func snakemake() async throws {
        let site = try WorkflowSite("rules")
        try site.write(
            "Snakefile",
            """
            configfile: "config.yaml"
            include: "more.smk"
            rule bad:
                shell: "exit 3"
            """)
        try site.write("config.yaml", "word: first\nother: second\n")
        try site.write(
            "more.smk", "rule good:\n    shell: \"echo word={config[word]} other={config[other]}\"\n")
        let good = try await WorkflowRun(
            site.platform, site.request("snakemake", "Snakefile", "targets: [good]\n  configuration: {word: mine}"))
        #expect(try await good.whole() == .exited(0))
        #expect(try await good.output() == "word=mine other=second\n")
        let bad = try await WorkflowRun(site.platform, site.request("snakemake", "Snakefile", "targets: [bad]"))
        #expect(
            try await bad.whole().texts == [
                "The program ended with exit code 1.", "The rule bad failed; its output is in the log.",
            ])
    }

    @Test("what the platform needs is looked at, and what is missing has a remedy")
    func findings() async throws {
        let found = await (try WorkflowSite("findings") { $0.programs.snakemake = "/nowhere/snakemake" }).platform
            .findings()
        #expect(found.map(\.subject) == ["cwltool", "snakemake", "state directory"])
        let areWell = found.allSatisfy { $0.isWell }
        #expect(areWell)
        #expect(found[0].found.hasPrefix("3.3."), "\(found[0].found)")
        let bare = try WorkflowSite("bare") {
            $0.programs.cwltool = "/nowhere/cwltool"
            $0.programs.snakemake = "/bin/false"
        }
        let remedies = await bare.platform.findings().prefix(2).map(\.remedy)
        #expect(remedies == [nil, "run /bin/false --version by hand, and mend what it says"])
    }
}
