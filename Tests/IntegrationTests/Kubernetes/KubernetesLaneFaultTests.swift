import BerthDocument
import BerthHTTP
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Glibc
import Testing

/// What goes wrong in a real cluster while sessions are asked for, begin and run.
@Suite(.serialized) struct KubernetesLaneFaultTests {
    private let cluster: TestKubernetes

    init() throws { cluster = try TestKubernetes.shared.get() }

    private func texts(_ outcome: Outcome) -> String {
        outcome.notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }.joined(separator: "\n")
    }

    // MARK: credentials

    @Test func anExpiredTokenIsReadAnewFromItsFile() async throws {
        let name = "renewed"
        let file = cluster.directory + "/renewed.token"
        let kubeconfig = cluster.directory + "/renewed-file.kubeconfig"
        let text = """
            clusters: [{name: lane, cluster: {server: "\(cluster.server)", certificate-authority: pki/ca.crt}}]
            users: [{name: berth, user: {tokenFile: \(file)}}]
            contexts: [{name: lane, context: {cluster: lane, user: berth, namespace: \(name)}}]
            current-context: lane
            """
        try text.write(toFile: kubeconfig, atomically: true, encoding: .utf8)
        try await cluster.namespace(name)
        let first = try await cluster.token(name, "first")
        try first.write(toFile: file, atomically: true, encoding: .utf8)
        let platform = try await cluster.platform(name) { $0.kubeconfig = kubeconfig }
        let run = try await KubernetesRun(platform, TestKubernetes.script("echo one; sleep 5; echo two"))
        try await run.released { run in
            try await run.begin()
            // The one that it was issued for is gone, and with it the token.
            try await cluster.call(.delete, "/api/v1/namespaces/\(name)/secrets/first")
            try await cluster.until("the token is of no use") {
                let request = cluster.asking("/api/v1/namespaces/\(name)/pods", token: first)
                return try await cluster.anonymous.send(request).status.code == 401
            }
            let answer = await platform.canIDoThis(try ContainerRun.question(TestKubernetes.script("true")))
            guard case .silence(let silence) = answer else {
                Issue.record("it is no silence: \(answer)")
                return
            }
            #expect(silence.message.contains("does not know the broker by its credentials"))
            #expect(!"\(silence)".contains(first.suffix(20)))
            try (try await cluster.token(name, "second")).write(toFile: file, atomically: true, encoding: .utf8)
            // The very next call has the new one.
            _ = try await KubernetesRun(platform, TestKubernetes.script("true"))
            #expect(try await run.outcome().isSuccess)
            #expect(try await run.output() == "one\ntwo\n")
        }
        #expect(try await cluster.things(name) == [])
    }

    // MARK: the API

    @Test func aRunOutlivesTheAPIServer() async throws {
        let run = try await KubernetesRun(
            try await cluster.platform("restarted"), TestKubernetes.script("echo one; sleep 15; echo two"))
        try await run.released { run in
            try await run.begin()
            #expect(try await run.state(.running) == .running)
            let waiting = Task { try await run.state(after: .running) }
            try await cluster.script("stop", "apiserver")
            let answer = await run.platform.canIDoThis(try ContainerRun.question(TestKubernetes.script("true")))
            if case .silence(let silence) = answer {
                #expect(silence.reason == .unreachable, "\(silence)")
            } else if case .no = answer {
                Issue.record("it is refused: \(answer)")
            }
            try await cluster.script("start", "apiserver")
            guard case .finished(let outcome) = try await waiting.value else { return }
            #expect(outcome.isSuccess, "\(outcome)")
            #expect(try await run.output() == "one\ntwo\n")
        }
        #expect(try await cluster.things("restarted") == [])
    }

    @Test func anAPIThatHangsIsSilenceAndTheRunGoesOn() async throws {
        let platform = try await cluster.platform("hung") { $0.callSeconds = 2 }
        let run = try await KubernetesRun(platform, TestKubernetes.script("echo one; sleep 8; echo two"))
        let number = try #require(pid_t(try cluster.number("apiserver")))
        try await run.released { run in
            try await run.begin()
            #expect(try await run.state(.running) == .running)
            kill(number, SIGSTOP)
            defer { kill(number, SIGCONT) }
            try await cluster.until("what is remembered is old") {
                let begin = ContinuousClock.now
                let answer = await platform.canIDoThis(try ContainerRun.question(TestKubernetes.script("true")))
                guard case .silence(let silence) = answer else { return false }
                #expect(silence.reason == .tooSlow, "\(silence)")
                // One deadline for each call, and all calls of an answer at the same time.
                #expect(ContinuousClock.now - begin < .seconds(10))
                return true
            }
            kill(number, SIGCONT)
            #expect(try await run.outcome().isSuccess)
            #expect(try await run.output() == "one\ntwo\n")
        }
        #expect(try await cluster.things("hung") == [])
    }

    // MARK: the namespace

    @Test func aQuotaThatFillsAfterTheOfferIsWaitedForOrTold() async throws {
        let platform = try await cluster.platform("filled") { $0.queueSeconds = 3600 }
        let waiting = try await KubernetesRun(platform, TestKubernetes.script("echo hi"))
        let refused = try await KubernetesRun(platform, TestKubernetes.script("echo hi"))
        let quotas = "/api/v1/namespaces/filled/resourcequotas"
        func fill(_ hard: Document) async throws {
            try await cluster.call(.post, quotas, ["metadata": ["name": "full"], "spec": ["hard": hard]])
            try await cluster.until("the quota is counted") {
                try await cluster.call(.get, quotas + "/full").value(at: ["status", "used"]) != nil
            }
        }
        try await fill(["requests.cpu": "0"])
        try await waiting.released { run in
            try await run.begin()
            #expect(try await platform.observe(run.work, after: nil) == .waiting)
            let end = Task { try await run.state(after: .waiting) }
            try await cluster.until("the cluster says why it makes no pod") {
                let events = try await cluster.call(.get, "/api/v1/namespaces/filled/events")
                return TestKubernetes.items(events).contains {
                    $0?["message"]?.text?.contains("exceeded quota") == true
                }
            }
            // There is room again: the cluster makes the pod by itself.
            try await cluster.call(.delete, quotas + "/full")
            guard case .finished(let outcome) = try await end.value else { return }
            #expect(outcome.isSuccess, "\(outcome)")
        }
        try await fill(["count/jobs.batch": "0"])
        try await refused.released { run in
            do {
                try await run.begin()
                Issue.record("the Job was made")
            } catch let error as PlatformError {
                #expect(
                    error.message == "The cluster could not make the Job of the session: the quota of the namespace is"
                        + " used up now; try again later.")
                #expect(error.detail?.contains("exceeded quota: full") == true, "\(error)")
            }
        }
        try await cluster.call(.delete, quotas + "/full")
        #expect(try await cluster.things("filled") == [])
    }

    @Test func whatFillsItsStorageIsEvicted() async throws {
        let run = try await KubernetesRun(
            try await cluster.platform("evicted"),
            TestKubernetes.script(
                "dd if=/dev/zero of=/data/x bs=1M count=1100 2>/dev/null; sleep 300",
                """
                compute:
                  kind: simple-compute-resource
                  volumes: [{kind: simple-volume-mount, path: /data, mode: READWRITE, resource: disk}]
                storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
                """))
        try await run.released { run in
            try await run.begin()
            let outcome = try await run.outcome()
            #expect(!outcome.isSuccess)
            let text = texts(outcome)
            #expect(
                text.contains("The program was stopped because it wrote more than the 1 GiB of storage[0]."), "\(text)")
        }
        #expect(try await cluster.things("evicted") == [])
    }

    // MARK: the node

    @Test func aNodeThatDisappearsFailsTheSession() async throws {
        let platform = try await cluster.platform("lost") {
            $0.nodeSeconds = 1
            $0.releaseSeconds = 3
        }
        let run = try await KubernetesRun(platform, TestKubernetes.script("sleep 600"))
        try await run.begin()
        #expect(try await run.state(.running) == .running)
        try await cluster.script("stop", "kubelet")
        var outcome: Outcome?
        do {
            let begin = ContinuousClock.now
            if case .finished(let ended) = try await run.state(after: .running) { outcome = ended }
            // 40 s until the cluster takes note, and what this platform grants its node.
            #expect(ContinuousClock.now - begin < .seconds(150))
        } catch { Issue.record("\(error)") }
        let text = outcome.map(texts) ?? ""
        #expect(outcome?.isSuccess == false)
        #expect(text.contains("The node n1 no longer answers, and what ran there is given up."), "\(text)")
        #expect(text.contains("Kubelet stopped posting node status."), "\(text)")
        // What the node still has cannot be deleted before it answers, and that is told.
        do { try await run.release() } catch let error as PlatformError { #expect(error.code == .overLimit) }
        let answer = await platform.canIDoThis(try ContainerRun.question(TestKubernetes.script("true")))
        if case .no(let obstacles) = answer {
            #expect(obstacles.map(\.rung) == [.notNow], "\(obstacles)")
        } else {
            Issue.record("a node that is away is offered: \(answer)")
        }
        try await cluster.script("start", "kubelet")
        try await cluster.until("the node is ready", seconds: 90) {
            let conditions = try await cluster.call(.get, "/api/v1/nodes/n1")["status"]?["conditions"]
            guard case .list(let items)? = conditions else { return false }
            return items.contains { $0["type"]?.text == "Ready" && $0["status"]?.text == "True" }
        }
        try await cluster.until("nothing is left of it", seconds: 90) {
            try? await run.release()
            return try await cluster.things("lost") == []
        }
    }
}
