import BerthDocument
import BerthHost
import BerthModel
import BerthPlatform
import BerthWES
import Foundation
import Testing

/// Workflows at a real workflow execution service, Toil's.
@Suite("Workflows run at a workflow execution service", .serialized)
struct WESRunningTests {
    private let service: TestWES

    init() throws { service = try TestWES.shared.get() }

    private static let greet = """
        cwlVersion: v1.2
        class: CommandLineTool
        baseCommand: [echo, hello]
        inputs: {who: {type: string, inputBinding: {position: 1}}}
        outputs: {greeting: stdout}
        stdout: $(inputs.who).txt
        """

    private func work(_ platform: WESPlatform, _ yaml: String) async throws -> Work {
        let answer = await platform.canIDoThis(try ContainerRun.question(yaml))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw ContainerRun.Refused(answer: "\(answer)")
        }
        return Work(session: ContainerRun.newID(), plan: plan, owner: .anonymous, end: .latest)
    }

    private func prepare(_ platform: WESPlatform, _ work: Work) async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
    }

    private func outcome(_ platform: WESPlatform, _ work: Work) async throws -> Outcome {
        var seen: WorkState?
        while true {
            let state = try await platform.observe(work, after: seen)
            if case .finished(let outcome) = state { return outcome }
            seen = state
        }
    }

    private func release(_ platform: WESPlatform, _ work: Work) async throws {
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
    }

    private func log(_ stream: LogStream, _ platform: WESPlatform, _ work: Work) async throws -> String {
        let piece = try await platform.log(stream, of: work, from: 0, limit: 1 << 16, waiting: true)
        return String(decoding: piece.bytes, as: UTF8.self)
    }

    @Test("CWL with its inputs runs, its output is read and its outputs are the result, also after the release")
    func cwl() async throws {
        try await TestWES.turns.carryOut { () async throws in try await cwlAlone() }
    }

    private func cwlAlone() async throws {
        let platform = try service.platform("cwl")
        let url = service.put("greet.cwl", Self.greet)
        let work = try await work(
            platform, "executable: {kind: cwl-workflow, location: \"\(url)\", inputs: {who: me}}")
        let said = work.plan.messages.map { $0.message ?? "" }
        #expect(said.first?.hasPrefix("The service runs it as cwl v1.2; ") == true, "\(said)")
        #expect(
            said.last == "The service decides how many cores and how much memory each step of the workflow gets; it is "
                + "not told.")
        try await prepare(platform, work)
        _ = try await platform.start(work)
        let outcome = try await outcome(platform, work)
        #expect(outcome.isSuccess && outcome.exitCode == 0)
        #expect(
            outcome.texts == ["The run has the outputs greeting; the result of the session says where they are."])
        try await release(platform, work)
        let result = try Document.read(Array(try await log(.result, platform, work).utf8), as: .json)
        #expect(result["greeting"]?["basename"]?.text == "me.txt")
        #expect(try await log(.stdout, platform, work).contains("me.txt"))
        #expect(try await !log(.stderr, platform, work).isEmpty)
        await platform.forget(work.session)
        #expect(try await service.leftovers("cwl") == [])
    }

    @Test("a document that is not there, of a version or a language that the service has not, and inputs that are none")
    func refused() async throws {
        let platform = try service.platform("refused")
        let old = service.put("old.cwl", Self.greet.replacingOccurrences(of: "v1.2", with: "v0.9"))
        for (yaml, sentences) in [
            (
                "executable: {kind: cwl-workflow, location: \"\(old)\"}",
                ["executable.location: the document is in cwl v0.9; the service runs v1.0, v1.1, v1.2."]
            ),
            (
                "executable: {kind: cwl-workflow, location: \"\(old).gone\"}",
                ["executable.location: There is no workflow at \(old).gone (status 404)."]
            ),
            (
                "executable: {kind: wes-workflow, location: \"\(old)\"}",
                [
                    "executable.language is missing: it says in what the workflow is written; the service runs cwl, "
                        + "py, wdl."
                ]
            ),
            (
                "executable: {kind: snakemake-workflow, location: \"\(old)\"}",
                [
                    "executable.kind: snakemake-workflow cannot be run here; this platform runs wes-workflow, "
                        + "cwl-workflow."
                ]
            ),
            (
                "executable: {kind: cwl-workflow, location: \"s3://a/b\", inputs: {f: \"{location: data:x}\"}}",
                [
                    "executable.location: this site hands over workflows from http, https, not from s3.",
                    "executable.inputs.f: no data is brought to this service; write the address of the file where "
                        + "data:NAME stands, and the service fetches it.",
                ]
            ),
        ] {
            guard case .no(let obstacles) = await platform.canIDoThis(try ContainerRun.question(yaml)) else {
                Issue.record("\(yaml): not refused")
                continue
            }
            #expect(obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" } == sentences)
        }
    }

    @Test("a run whose name was lost is found by its tags, and one that was never taken is handed over")
    func lostName() async throws {
        try await TestWES.turns.carryOut { () async throws in try await lostNameAlone() }
    }

    private func lostNameAlone() async throws {
        let platform = try service.platform("lost")
        let work = try await work(platform, service.python("import time\nprint('one', flush=True)\ntime.sleep(600)"))
        try await prepare(platform, work)
        let folder = "\(service.directory)/sessions/lost/sessions/\(work.session)"
        // As a broker leaves it that is killed after it has said that it will hand the workflow over.
        #expect(FileManager.default.createFile(atPath: folder + "/submitting", contents: nil))
        let first = try await platform.start(work)
        // And as one leaves it that is killed before it has read the answer.
        try FileManager.default.removeItem(atPath: folder + "/run")
        let other = try service.platform("lost")
        #expect(try await other.start(work) == first)
        #expect(try await service.leftovers("lost").filter { $0.hasPrefix("run-") }.count == 1)
        // Nor is it lost for whoever cleans up, where not even the directory is left.
        try FileManager.default.removeItem(atPath: folder)
        #expect(try await other.releaseOrphans(keeping: []) == [work.session])
        await other.forget(work.session)
        #expect(try await service.leftovers("lost") == [])
    }

    @Test("cores and memory go along where the engine has parameters for them")
    func sizes() async throws {
        try await TestWES.turns.carryOut { () async throws in try await sizesAlone() }
    }

    private func sizesAlone() async throws {
        let platform = try service.platform("sizes") {
            $0.coresParameter = "--maxCores"
            $0.memoryParameter = "--maxMemory"
            $0.cores = 8
            $0.memory = 16
        }
        let program = service.python(
            "import sys\nprint([a for a in sys.argv if 'max' in a])",
            "compute: {kind: simple-compute-resource, cores: {min: 2}, memory: {min: 3}}")
        let work = try await work(platform, program)
        try await prepare(platform, work)
        _ = try await platform.start(work)
        #expect(try await outcome(platform, work).isSuccess)
        #expect(try await log(.stdout, platform, work) == "['--maxCores=2', '--maxMemory=3221225472']\n")
        try await release(platform, work)
        await platform.forget(work.session)
    }

    @Test("a service that is away is silence, and what an administrator is told has a remedy")
    func findings() async throws {
        let well = await (try service.platform("well")).findings()
        #expect(well.map(\.subject) == ["service", "languages", "runs", "state directory"])
        #expect(well.allSatisfy { $0.isWell }, "\(well)")
        let away = try service.platform("away") { $0.url = "http://127.0.0.1:9" }
        guard
            case .silence(let silence) = await away.canIDoThis(
                try ContainerRun.question(service.python("print('one')")))
        else {
            Issue.record("no silence")
            return
        }
        #expect(silence.reason == .unreachable && silence.message == "The workflow service does not answer.")
        #expect(await away.findings().first?.remedy == "see that the service runs and that url is where it is")
    }
}
