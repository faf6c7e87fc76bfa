import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// What becomes of sessions when a real cluster hangs, restarts, loses a node, or has no room on its disk.
@Suite("A cluster that fails", .serialized)
struct SlurmFaultsTests {
    private func broker(
        _ cluster: TestCluster, _ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }
    ) async throws -> BrokerOnEngine {
        let database = NSTemporaryDirectory() + "slurm-\(instance)-\(getpid()).db"
        return try await BrokerOnEngine(try cluster.platform(instance, change), database: database)
    }

    private func texts(_ answer: OfferSetResponse) -> String {
        (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
    }

    @Test func aControllerThatHangsIsSilenceAndItsJobsAreFoundAgain() async throws {
        let cluster = try TestCluster("hung")
        defer { cluster.stop() }
        let broker = try await broker(cluster, "hung") {
            $0.commandSeconds = 3
            $0.factsSeconds = 1
        }
        let id = try await broker.accepted(SlurmRun.script("echo one; sleep 2; echo two"))
        _ = try await broker.session(id, in: [.running])
        let controller = try cluster.process("slurmctld")
        kill(controller, SIGSTOP)
        // Its command hangs, and whoever asks is told so after its time.
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(SlurmRun.script("true", "schedule: {requested: {duration: PT7M}}")),
            as: .anonymous)
        kill(controller, SIGCONT)
        #expect(answer.result == .no)
        #expect(texts(answer).contains("did not answer within 3 seconds"), "\(texts(answer))")
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "one\ntwo\n")
        #expect(cluster.files("sessions/hung/sessions").isEmpty)
        await broker.stop()
    }

    @Test func aControllerThatIsRestartedLosesNoJob() async throws {
        let cluster = try TestCluster("restarted")
        defer { cluster.stop() }
        let broker = try await broker(cluster, "restarted")
        let id = try await broker.accepted(SlurmRun.script("echo one; sleep 5; echo two"))
        _ = try await broker.session(id, in: [.running])
        let before = try cluster.process("slurmctld")
        try cluster.restartController()
        while (try? cluster.process("slurmctld")).map({ $0 == before }) ?? true { usleep(50_000) }
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "one\ntwo\n")
        #expect(cluster.files("sessions/restarted/sessions").isEmpty)
        await broker.stop()
    }

    @Test func aNodeThatIsGoneFailsItsSessionWithItsName() async throws {
        let cluster = try TestCluster("gone", more: "SlurmdTimeout=10\n")
        defer { cluster.stop() }
        let broker = try await broker(cluster, "gone") { $0.partition = "single" }
        let id = try await broker.accepted(
            SlurmRun.script("echo up; sleep 600", "schedule: {requested: {duration: PT5M}}"))
        _ = try await broker.session(id, in: [.running])
        // The machine is switched off: its daemon, what watches the job, and the job.
        let number = try cluster.run(["squeue", "-h", "-w", "n3", "-o", "%i"])
        kill(try cluster.process("n3"), SIGKILL)
        for process in try Self.processes(of: "slurmstepd: [\(number).batch]") { kill(process, SIGKILL) }
        let view = try await broker.session(id, seconds: 240)
        #expect(view.session.phase == .failed, "\(view.texts)")
        #expect(view.texts.contains("The node n3 failed while the job was on it."), "\(view.texts)")
        #expect(try cluster.jobs("gone").isEmpty)
        #expect(cluster.files("sessions/gone/sessions").isEmpty)
        await broker.stop()
    }

    /// Numbers of the programs that such words begin, and of what they started.
    private static func processes(of words: String) throws -> [pid_t] {
        var parents: [pid_t: pid_t] = [:]
        var found: [pid_t] = []
        for name in try FileManager.default.contentsOfDirectory(atPath: "/proc") {
            guard let number = pid_t(name),
                let line = try? String(contentsOfFile: "/proc/\(name)/cmdline", encoding: .utf8),
                let stat = try? String(contentsOfFile: "/proc/\(name)/stat", encoding: .utf8)
            else { continue }
            let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
            parents[number] = fields.count > 1 ? pid_t(fields[1]) : nil
            if line.hasPrefix(words) { found.append(number) }
        }
        var next = 0
        while next < found.count {
            found += parents.filter { $0.value == found[next] }.keys
            next += 1
        }
        return found
    }

    @Test func aDiskThatIsFullFailsTheSessionAndNothingIsLeft() async throws {
        let cluster = try TestCluster.tasks.get()
        let disk = cluster.directory + "/small"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        try cluster.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", disk])
        defer { _ = try? cluster.run(["umount", "-l", disk]) }
        let broker = try await broker(cluster, "full") { $0.stateDirectory = disk }
        // A program that fills it fails by itself.
        let first = try await broker.accepted(SlurmRun.script("head -c 4000000 /dev/zero >big || exit 3"))
        let filled = try await broker.session(first)
        #expect(filled.session.phase == .failed)
        #expect(filled.texts.contains("The program ended with exit code 3."), "\(filled.texts)")
        #expect(cluster.files("small/full/sessions").isEmpty)
        // Of one that is full already a session is not even begun.
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(SlurmRun.script("true")), as: .anonymous)
        let second = try #require(answer.offers.first?.component.meta?.uuid)
        _ = try? cluster.run(["sh", "-c", "cat /dev/zero >\(disk)/filler"])
        _ = try await broker.broker.update(second, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(second)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("is there room, and may the broker write there?"), "\(view.texts)")
        #expect(cluster.files("small/full/sessions").isEmpty)
        #expect(try cluster.jobs("full").isEmpty)
        await broker.stop()
    }
}
