import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// The whole loop without its doors on a real cluster: ask, be offered, accept, run a job, read its output.
@Suite struct SlurmLoopTests {
    private func broker(_ instance: String, _ change: (inout SlurmSettings) -> Void = { _ in }) async throws
        -> BrokerOnEngine
    {
        let cluster = try TestCluster.shared.get()
        return try await BrokerOnEngine(
            try cluster.platform(instance, change), database: cluster.directory + "/\(instance).db")
    }

    @Test func aScriptRunsThroughTheWholeLoop() async throws {
        let broker = try await broker("loop")
        let id = try await broker.accepted(
            SlurmRun.script(
                "echo \"$1 on $SLURM_CPUS_PER_TASK cores\"; echo err >&2; pwd > disk/where",
                """
                  arguments: ["it's"]
                compute: {kind: simple-compute-resource, cores: {min: 2, max: 2}}
                storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
                """))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(
            view.history.map(\.phase) == [
                .offered, .accepted, .preparing, .available, .running, .releasing, .completed,
            ])
        #expect(try await broker.output(id) == "it's on 2 cores\n")
        #expect(try await broker.output(id, .stderr) == "err\n")
        #expect(view.texts.contains("Slurm estimates that it can begin at"), "\(view.texts)")
        #expect(view.texts.contains("with 2 cores, took"), "\(view.texts)")
        let cluster = try TestCluster.shared.get()
        #expect(cluster.files("sessions/loop/sessions").isEmpty)
        await broker.stop()
    }

    @Test func aPythonProgramRuns() async throws {
        let broker = try await broker("python")
        let id = try await broker.accepted(
            """
            executable:
              kind: python-program
              script: |
                import os, sys
                print(sum(float(word) ** 2 for word in sys.argv[1:]), os.environ["NAME"])
              arguments: ["1", "2", "3"]
              environment: {NAME: "$HOME"}
            """)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "14.0 $HOME\n")
        await broker.stop()
    }

    @Test func aGPUOfATypeIsHadWhereThereIsOne() async throws {
        let broker = try await broker("gpu")
        let gpu = "https://www.purl.org/berth/schema/v1.0/countables/gpu-a100"
        let id = try await broker.accepted(
            SlurmRun.script("true", "metrics: [{kind: simple-minmax-float-metric, type: \"\(gpu)\", min: 1}]"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(view.texts.contains("on n4"), "\(view.texts)")
        await broker.stop()
    }

    @Test func aCheckSaysWhatIsThereAndWhatIsMissing() async throws {
        let cluster = try TestCluster.shared.get()
        let well = await cluster.platformFindings("check") { _ in }
        #expect(well.map(\.subject) == ["partition", "accounting", "programs on nodes", "state directory"])
        #expect(well.filter { !$0.isWell } == [])
        #expect(well.first?.found == "batch is UP, 4 nodes, 40 cores")
        let missing = await cluster.platformFindings("check") { $0.partition = "nowhere" }
        #expect(missing.first?.found.contains("The cluster has no partition nowhere") == true, "\(missing)")
        #expect(missing.first?.isWell == false)
    }

    @Test(arguments: [1, 42]) func anExitCodeFailsTheSession(_ code: Int) async throws {
        let broker = try await broker("exit-\(code)")
        let view = try await broker.session(try await broker.accepted(SlurmRun.script("exit \(code)")))
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The program ended with exit code \(code)."), "\(view.texts)")
        await broker.stop()
    }

    @Test func aJobThatTakesTooLongIsStopped() async throws {
        let broker = try await broker("overtime")
        let id = try await broker.accepted(
            SlurmRun.script("sleep 600", "schedule: {requested: {duration: PT3S}}"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("the end of the time that was offered"), "\(view.texts)")
        #expect(try TestCluster.shared.get().jobs("overtime").isEmpty)
        await broker.stop()
    }

    @Test func aJobThatTakesTooMuchMemoryIsStopped() async throws {
        let broker = try await broker("memory")
        let id = try await broker.accepted(
            """
            executable:
              kind: python-program
              script: |
                import time
                held = bytearray(1300 << 20)
                for page in range(0, len(held), 4096): held[page] = 1
                time.sleep(600)
            compute: {kind: simple-compute-resource, memory: {min: 1, max: 1}}
            """)
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("took more than the 1 GiB of memory"), "\(view.texts)")
        await broker.stop()
    }

    @Test func cancelStopsAJobThatRunsAndIgnoresIt() async throws {
        let broker = try await broker("cancel")
        let id = try await broker.accepted(SlurmRun.script("trap '' TERM; echo up; while :; do sleep 1; done"))
        _ = try await broker.session(id, in: [.running])
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .cancelled, "\(view.texts)")
        #expect(try TestCluster.shared.get().jobs("cancel").isEmpty)
        await broker.stop()
    }

    @Test func aJobThatWaitsSaysWhyAndCanBeCancelled() async throws {
        let cluster = try TestCluster.shared.get()
        let full = try cluster.run(
            [
                "sbatch", "--parsable", "--nodes=2", "--exclusive", "--partition=short", "--time=8",
                "--output=/dev/null",
                "--wrap=sleep 600",
            ])
        let broker = try await broker("pending") { $0.partition = "short" }
        // Only the job that is there before makes it wait.
        while try cluster.run(["squeue", "-h", "-j", full, "-o", "%T"]) != "RUNNING" { usleep(100_000) }
        let id = try await broker.accepted(
            SlurmRun.script("echo never", "schedule: {requested: {duration: PT5M}}"))
        var texts = ""
        while !texts.contains("waits in the queue") {
            let view = try await broker.broker.session(id, as: .anonymous)
            try #require(view.session.phase?.isEnd == false, "\(view.texts)")
            texts = view.texts
            _ = try await broker.broker.change(
                of: id, after: view.revision, until: SystemWorld().now() + TimeSpan(seconds: 5), as: .anonymous)
        }
        #expect(texts.contains("s in the queue; Slurm's queue decides"), "\(texts)")
        #expect(try cluster.jobs("pending").count == 1)
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.cancelled), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .cancelled, "\(view.texts)")
        #expect(try cluster.jobs("pending").isEmpty)
        try cluster.run(["scancel", full])
        await broker.stop()
    }

    @Test func aJobThatBeginsLaterThanEstimatedHasAllOfItsTime() async throws {
        let cluster = try TestCluster.shared.get()
        let broker = try await broker("late") { $0.partition = "single" }
        let request = try BrokerOnEngine.request(
            SlurmRun.script("sleep 2; echo whole", "schedule: {requested: {duration: PT4S}}"))
        let answer = try await broker.broker.ask(request, as: .anonymous)
        let id = try #require(answer.offers.first?.component.meta?.uuid)
        // Somebody else comes first: without patience the session would be over before its job begins.
        let first = try cluster.run([
            "sbatch", "--parsable", "--exclusive", "--partition=single", "--time=8", "--output=/dev/null",
            "--wrap=sleep 14",
        ])
        while try cluster.run(["squeue", "-h", "-j", first, "-o", "%T"]) != "RUNNING" { usleep(100_000) }
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "whole\n")
        await broker.stop()
    }

    @Test func aBrokerThatComesBackFindsTheJobAgain() async throws {
        let first = try await broker("again")
        let id = try await first.accepted(SlurmRun.script("echo one; sleep 3; echo two"))
        _ = try await first.session(id, in: [.running])
        await first.stop()
        let second = try await broker("again")
        let view = try await second.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await second.output(id) == "one\ntwo\n")
        await second.stop()
    }

    @Test func aHundredAtOnceAreNeitherLostNorDoubled() async throws {
        let cluster = try TestCluster.shared.get()
        let broker = try await broker("hundred")
        let began = cluster.directory + "/hundred"
        let ids = try await withThrowingTaskGroup(of: BerthModel.UUID.self) { group in
            for _ in 0..<100 {
                group.addTask { try await broker.accepted(SlurmRun.script("echo x >> \(began); sleep 1; echo done")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for id in ids {
                group.addTask {
                    let view = try await broker.session(id)
                    #expect(view.session.phase == .completed, "\(view.texts)")
                    #expect(try await broker.output(id) == "done\n")
                }
            }
            try await group.waitForAll()
        }
        let lines = try String(contentsOfFile: began, encoding: .utf8).split(separator: "\n").count
        #expect(lines == 100)
        #expect(cluster.files("sessions/hundred/sessions").isEmpty)
        await broker.stop()
    }

    @Test func aControllerThatIsAwayIsSilence() async throws {
        let cluster = try TestCluster.shared.get()
        let away = cluster.directory + "/away.conf"
        let text = try String(contentsOfFile: cluster.configuration, encoding: .utf8)
        let lines = text.split(separator: "\n").map { $0.hasPrefix("SlurmctldPort=") ? "SlurmctldPort=1" : $0 }
        try lines.joined(separator: "\n").write(toFile: away, atomically: true, encoding: .utf8)
        let broker = try await broker("away") {
            $0.configuration = away
            $0.commandSeconds = 2
        }
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(SlurmRun.script("true")), as: .anonymous)
        #expect(answer.result == .no)
        let texts = (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
        #expect(texts.contains("gave no answer: The controller of the cluster"), "\(texts)")
        await broker.stop()
    }

    /// What is said to a plain request on a cluster whose commands or configuration are as given.
    private func refusal(_ instance: String, _ change: (inout SlurmSettings) -> Void) async throws -> String {
        let broker = try await broker(instance, change)
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(SlurmRun.script("true")), as: .anonymous)
        #expect(answer.result == .no)
        await broker.stop()
        return (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
    }

    @Test func aCommandThatHangsIsSilenceAfterItsTime() async throws {
        let cluster = try TestCluster.shared.get()
        let commands = cluster.directory + "/hanging"
        try FileManager.default.createDirectory(atPath: commands, withIntermediateDirectories: true)
        for name in ["scontrol", "squeue", "sbatch", "scancel"] {
            let file = commands + "/" + name
            try "#!/bin/sh\nexec sleep 600\n".write(toFile: file, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: file)
        }
        let begin = ContinuousClock.now
        let texts = try await refusal("hanging") {
            $0.commands = commands
            $0.commandSeconds = 1
        }
        #expect(texts.contains("The controller of the cluster did not answer within 1 seconds."), "\(texts)")
        #expect(ContinuousClock.now - begin < .seconds(30))
    }

    @Test func credentialsThatAreNotTheClustersAreSilence() async throws {
        let cluster = try TestCluster.shared.get()
        let strange = cluster.directory + "/strange.conf"
        let text = try String(contentsOfFile: cluster.configuration, encoding: .utf8)
        try text.replacingOccurrences(of: "munge.sock", with: "nobody.sock")
            .write(toFile: strange, atomically: true, encoding: .utf8)
        let texts = try await refusal("strange") {
            $0.configuration = strange
            $0.commandSeconds = 20
        }
        #expect(texts.contains("gave no answer: The controller of the cluster does"), "\(texts)")
    }
}
