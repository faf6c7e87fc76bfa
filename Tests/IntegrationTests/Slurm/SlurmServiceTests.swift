import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import BerthSlurm
import ConformanceKit
import Foundation
import Testing

/// Jobs that are handed over, followed and stopped through a real slurmrestd.
@Suite("Slurm through slurmrestd", .serialized)
struct SlurmServiceTests {
    private static let more = """
        compute: {kind: simple-compute-resource, cores: {min: 1, max: 2}}
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        """

    private static func request(_ script: String, _ rest: String = more) throws -> Document {
        try Document.read(Array(SlurmRun.script(script, rest).utf8), as: .yaml).resolvedTree()
    }

    private func broker(_ instance: String, _ change: (inout SlurmSettings) -> Void) async throws -> BrokerOnEngine {
        let cluster = try TestCluster.withService.get()
        return try await BrokerOnEngine(
            try cluster.platform(instance, change), database: cluster.directory + "/\(instance).db")
    }

    @Test(arguments: PlatformConformance.rules)
    func keepsTheRule(_ rule: PlatformConformance.Rule) async throws {
        let cluster = try TestCluster.withService.get()
        let instance = "contract"
        let platform = try cluster.platform(instance) { $0.rest.url = "unix://" + cluster.serviceSocket }
        var candidate = PlatformConformance.Candidate(
            "slurm through slurmrestd", platform, short: try Self.request("echo one"),
            long: try Self.request("echo one; sleep 600"), failing: try Self.request("exit 42"),
            refused: [
                try Self.request("true", "compute: {kind: simple-compute-resource, cores: {min: 99}}")
            ]
        ) {
            try cluster.jobs(instance).map { "job \($0)" }
                + cluster.files("sessions/\(instance)/sessions").map { "directory \($0)" }
                + cluster.files("sessions/\(instance)/logs").map { "output of \($0)" }
        }
        candidate.faults = CallFaults { number, loss in
            let faulty = try FaultyEngine(.path(cluster.serviceSocket), failing: number, loss)
            return CallFaults.Faulty(try cluster.platform(instance) { $0.rest.url = "unix://" + faulty.path }) {
                faulty.stop()
                return faulty.didFail
            }
        }
        #expect(await rule.violations(by: candidate) == [])
    }

    @Test("no command hands a job over, lists it or stops it")
    func jobsNeedNoCommand() async throws {
        let cluster = try TestCluster.withService.get()
        // Commands of this folder only tell what the cluster consists of, and when a job would begin.
        let programs = cluster.directory + "/few"
        try FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
        for (name, words) in [("sbatch", "--test-only"), ("scontrol", "show nodes show partitions show config")] {
            let text = """
                #!/bin/sh
                case "\(words)" in *"$1\(name == "scontrol" ? " $2" : "")"*) exec /usr/bin/\(name) "$@" ;; esac
                echo "$0 $*" >>'\(programs)/more'
                exit 1

                """
            try text.write(toFile: "\(programs)/\(name)", atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: "\(programs)/\(name)")
        }
        let broker = try await broker("few") {
            $0.rest.url = "unix://" + cluster.serviceSocket
            $0.commands = programs
        }
        let gpu = "https://www.purl.org/berth/schema/v1.0/countables/gpu-a100"
        let id = try await broker.accepted(
            SlurmRun.script(
                "echo \"$SLURM_CPUS_PER_TASK $HOME\"; exit 3",
                """
                compute: {kind: simple-compute-resource, cores: {min: 2, max: 2}, memory: {min: 2}}
                metrics: [{kind: simple-minmax-float-metric, type: "\(gpu)", min: 1}]
                """))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The program ended with exit code 3."), "\(view.texts)")
        #expect(view.texts.contains("on n4 with 2 cores"), "\(view.texts)")
        #expect(try await broker.output(id).hasSuffix("/work\n"))
        let long = try await broker.accepted(SlurmRun.script("trap '' TERM; sleep 600"))
        _ = try await broker.session(long, in: [.running])
        _ = try await broker.broker.update(long, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
        #expect(try await broker.session(long).session.phase == .cancelled)
        #expect(try cluster.jobs("few").isEmpty)
        #expect(!FileManager.default.fileExists(atPath: programs + "/more"))
        await broker.stop()
    }

    @Test("a token lets in, and one that is wrong is named")
    func tokens() async throws {
        let cluster = try TestCluster.withService.get()
        let file = cluster.directory + "/token"
        let url = "http://127.0.0.1:\(cluster.servicePort)"
        try cluster.run(["scontrol", "token", "lifespan=600"]).write(toFile: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
        let broker = try await broker("token") {
            $0.rest.url = url
            $0.rest.tokenFile = file
        }
        let view = try await broker.session(try await broker.accepted(SlurmRun.script("echo one")))
        #expect(view.session.phase == .completed, "\(view.texts)")
        await broker.stop()
        let well = await cluster.platformFindings("token") {
            $0.rest.url = url
            $0.rest.tokenFile = file
        }
        #expect(well.filter { !$0.isWell } == [])
        #expect(well.contains { $0.subject == "slurmrestd" && $0.found == "takes jobs of \(NSUserName())" })
        let wrong = cluster.directory + "/wrong"
        try "SLURM_JWT=a.b.c".write(toFile: wrong, atomically: true, encoding: .utf8)
        let missing = await cluster.platformFindings("token") {
            $0.rest.url = url
            $0.rest.tokenFile = wrong
        }
        let found = missing.first { !$0.isWell }
        #expect(found?.subject == "slurmrestd", "\(missing)")
        #expect(found?.found.contains("does not take what slurmrestd says, or the token") == true, "\(missing)")
        #expect(found?.found.contains("a.b.c") == false)
    }

    @Test("a service that is away fails the session with a reason, and nothing is left")
    func away() async throws {
        let cluster = try TestCluster.withService.get()
        let broker = try await broker("away") { $0.rest.url = "unix://\(cluster.directory)/nobody.sock" }
        let view = try await broker.session(try await broker.accepted(SlurmRun.script("echo one")))
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The slurmrestd does not answer."), "\(view.texts)")
        #expect(cluster.files("sessions/away/sessions").isEmpty)
        await broker.stop()
    }
}
