import BerthBroker
import BerthHTTP
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// What runs on a real node, and how it ends.
@Suite(.serialized) struct KubernetesLaneRunningTests {
    private let cluster: TestKubernetes

    init() throws { cluster = try TestKubernetes.shared.get() }

    private func ended(
        _ yaml: String, _ change: (inout KubernetesSettings) -> Void = { _ in }
    ) async throws -> (outcome: Outcome, texts: String, output: String) {
        let run = try await KubernetesRun(try await cluster.platform("running", change), yaml)
        let ended = try await run.released { run in
            try await run.begin()
            let outcome = try await run.outcome()
            let texts = outcome.notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }.joined(separator: "\n")
            return (outcome, texts, try await run.output())
        }
        #expect(try await cluster.things("running") == [])
        return ended
    }

    @Test func aContainerRunsThroughTheWholeLoop() async throws {
        let platform = try await cluster.platform("loop")
        let broker = try await BrokerOnEngine(platform, database: cluster.directory + "/loop.db")
        let id = try await broker.accepted(
            TestKubernetes.script(
                "echo \"$NAME\" > /data/x; cat /data/x; echo err >&2; df -m /data | tail -n 1 >&2",
                """
                compute:
                  kind: simple-compute-resource
                  cores: {min: 1, max: 9}
                  memory: {min: 1}
                  volumes: [{kind: simple-volume-mount, path: /data, mode: READWRITE, resource: disk}]
                storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
                """, executable: "environment: {NAME: \"it's $(HOSTNAME) $HOME\"}"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(
            view.history.map(\.phase) == [
                .offered, .accepted, .preparing, .available, .running, .releasing, .completed,
            ])
        #expect(try await broker.output(id).hasPrefix("it's $(HOSTNAME) $HOME\nerr\n"))
        #expect(view.texts.contains("1 of 1 nodes have room for it now"), "\(view.texts)")
        #expect(view.texts.contains("The cluster has taken it as the Job berth-\(id)"), "\(view.texts)")
        #expect(view.texts.contains("It ran on the node n1."), "\(view.texts)")
        #expect(try await cluster.things("loop") == [])
        await broker.stop()
    }

    @Test(arguments: [1, 42]) func anExitCodeFailsTheSession(_ code: Int) async throws {
        let (outcome, texts, _) = try await ended(TestKubernetes.script("exit \(code)"))
        #expect(!outcome.isSuccess && outcome.exitCode == Int64(code))
        #expect(texts.contains("The program ended with exit code \(code)."))
    }

    @Test func theContainerHasNoMoreThanItNeeds() async throws {
        let (_, _, output) = try await ended(
            TestKubernetes.script(
                "grep -E '^(CapEff|NoNewPrivs|Seccomp):' /proc/self/status | tr -s '\\t\\n' ' '; "
                    + "touch /x || true; ls /var/run/secrets 2>&1; env | grep -v ^KUBERNETES_ | grep -c SERVICE_HOST"))
        #expect(output.contains("CapEff: 0000000000000000 NoNewPrivs: 1 Seccomp: 2"), "\(output)")
        #expect(output.contains("touch: /x: Read-only file system"), "\(output)")
        #expect(output.contains("ls: /var/run/secrets: No such file or directory"), "\(output)")
        #expect(output.contains("\n0\n"), "\(output)")
    }

    @Test func whatTakesTooMuchMemoryIsKilled() async throws {
        // A gibibyte is what it has; the shell keeps all that it reads.
        let (outcome, texts, _) = try await ended(
            TestKubernetes.script("x=$(head -c 1500000000 /dev/zero | tr '\\0' a); echo \"${#x}\""))
        #expect(!outcome.isSuccess)
        #expect(
            texts.contains("The program was killed because it took more than the 1 GiB of memory that were offered.")
                || texts.contains("most likely it took more than the 1 GiB of memory"), "\(texts)")
    }

    @Test func whatWritesTooMuchIsStopped() async throws {
        let (outcome, texts, _) = try await ended(
            TestKubernetes.script("dd if=/dev/zero of=/tmp/x bs=1M count=40 2>/dev/null; sleep 120")
        ) { $0.temporaryBytes = 16 << 20 }
        #expect(!outcome.isSuccess)
        #expect(
            texts.contains("The program was stopped because it wrote more to /tmp than this site allows."), "\(texts)")
    }

    @Test func aProgramThatIsNotInTheImageIsTold() async throws {
        let yaml = TestKubernetes.script("true").replacing("entrypoint: /bin/sh", with: "entrypoint: /bin/nothing")
        let (outcome, texts, _) = try await ended(yaml)
        #expect(!outcome.isSuccess)
        #expect(texts.contains("The program could not be started: it is not in the image."), "\(texts)")
        #expect(!texts.contains("runc"))
    }

    @Test(arguments: [404, 401])
    func anImageThatIsNotHandedOutIsTold(_ status: Int) async throws {
        let registry = try HTTPServer(HTTPServerSettings()) { request in
            let code = status == 401 ? "UNAUTHORIZED" : "MANIFEST_UNKNOWN"
            if request.path == "/v2/" { return HTTPResponse(.ok) }
            return HTTPResponse(
                HTTPStatus(status), contentType: "application/json",
                body: Array("{\"errors\":[{\"code\":\"\(code)\",\"message\":\"\(code)\"}]}".utf8))
        }
        let image = "localhost:\(registry.port)/nothing:1"
        let platform = try await cluster.platform("running") { $0.registries.append("localhost:\(registry.port)") }
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("true").replacing(TestKubernetes.image, with: image))
        let error = try await run.released { run -> PlatformError? in
            try await run.begin()
            do { _ = try await run.state() } catch let error as PlatformError { return error }
            return nil
        }
        #expect(error?.code == .notFound)
        #expect(error?.message.hasPrefix("The image \(image) cannot be fetched: the registry does not") == true)
        #expect(error?.message.contains("rpc error") == false)
        #expect(error?.detail?.isEmpty == false)
        await registry.stop()
    }

    @Test func aCancelLetsTheProgramSayGoodbye() async throws {
        let platform = try await cluster.platform("running") { $0.stopSeconds = 10 }
        let run = try await KubernetesRun(
            platform, TestKubernetes.script("trap 'echo bye; exit 3' TERM; echo hi; while true; do sleep 0.1; done"))
        try await run.released { run in
            try await run.begin()
            #expect(try await run.state(.running) == .running)
            let begin = ContinuousClock.now
            try await platform.cancel(run.work)
            guard case .finished(let outcome) = try await run.state(after: .running) else { return }
            #expect(ContinuousClock.now - begin < .seconds(10))
            #expect(!outcome.isSuccess)
            #expect(outcome.notes.first?.template.contains("because the session was cancelled") == true, "\(outcome)")
            #expect(try await run.output() == "hi\nbye\n")
        }
        #expect(try await cluster.things("running") == [])
    }

    @Test func whatFindsNoRoomWaitsAndCanBeCancelled() async throws {
        let platform = try await cluster.platform("running")
        let two = "compute: {kind: simple-compute-resource, cores: {min: 2}}"
        let first = try await KubernetesRun(platform, TestKubernetes.script("sleep 600", two))
        try await first.released { first in
            try await first.begin()
            #expect(try await first.state(.running) == .running)
            try await Task.sleep(for: .seconds(2))
            let second = try await KubernetesRun(platform, TestKubernetes.script("true", two))
            let texts = second.work.plan.messages.compactMap(\.message).joined()
            #expect(texts.contains("No node has room for it now"), "\(texts)")
            try await second.released { second in
                try await second.begin()
                #expect(try await platform.observe(second.work, after: nil) == .waiting)
                let waiting = Task { try await second.state(after: .waiting) }
                try await platform.cancel(second.work)
                guard case .finished(let outcome) = try await waiting.value else { return }
                let texts = outcome.notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }
                #expect(
                    texts == [
                        "The program was stopped because the session was cancelled.",
                        "It had not begun: no node has as many free cores.",
                    ])
            }
            try await platform.cancel(first.work)
        }
        #expect(try await cluster.things("running") == [])
    }

    @Test func anotherBrokerGoesOnWithWhatRuns() async throws {
        let first = try await cluster.platform("running")
        let run = try await KubernetesRun(
            first, TestKubernetes.script("echo one; sleep 4; echo two"))
        try await run.begin()
        #expect(try await run.state(.running) == .running)
        // On another machine: nothing but the work is known.
        let directory = cluster.directory + "/elsewhere"
        var next = try await KubernetesRun(
            try await cluster.platform("running") { $0.stateDirectory = directory }, TestKubernetes.script("true"))
        next.work = run.work
        _ = try await next.platform.start(next.work)
        let outcome = try await next.outcome()
        #expect(outcome.isSuccess, "\(outcome)")
        #expect(try await next.output() == "one\ntwo\n")
        try await next.release()
        #expect(try await cluster.things("running") == [])
    }

    @Test func aPodThatSomebodyDeletesIsTold() async throws {
        let run = try await KubernetesRun(try await cluster.platform("running"), TestKubernetes.script("sleep 600"))
        try await run.released { run in
            try await run.begin()
            #expect(try await run.state(.running) == .running)
            let pods = try await cluster.things("running").filter { $0.hasPrefix("pods ") }
            let name = try #require(pods.first?.dropFirst("pods ".count))
            try await cluster.call(.delete, "/api/v1/namespaces/running/pods/\(name)")
            guard case .finished(let outcome) = try await run.state(after: .running) else { return }
            #expect(!outcome.isSuccess)
        }
        #expect(try await cluster.things("running") == [])
    }
}
