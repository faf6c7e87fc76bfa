import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@testable import BerthKubernetes

/// Whole lives of sessions against what a real cluster said, which is how the platform's code runs without one.
struct KubernetesPlatformTests {
    /// The same as in `KubernetesLaneRecordingTests`.
    private static let lives: [(name: String, script: String, end: String)] = [
        ("ends", "echo hi; echo there", "It ran on the node n1."),
        ("fails", "echo no; exit 42", "The program ended with exit code 42."),
        ("cancelled", "echo hi; sleep 600", "The program was stopped because the session was cancelled."),
        (
            "memory", "x=$(head -c 1500000000 /dev/zero | tr '\\0' a); echo \"${#x}\"",
            "The program was killed because it took more than the 1 GiB of memory that were offered."
        ),
        (
            "image", "echo hi; echo there",
            "The image localhost/bad:2 cannot be fetched: the node does not have it, and this site fetches none."
        ),
        ("notebook", "", "It ran on the node n1."),
    ]

    @Test(arguments: lives.map(\.name))
    func aLifeIsAsItWasRecorded(_ name: String) async throws {
        let life = try #require(Self.lives.first { $0.name == name })
        let cluster = try ReplayedCluster(name)
        let notebook = try ReplayedCluster.recorded("notebook.ipynb")
        let site = try HTTPServer(HTTPServerSettings()) { request in
            request.path == "/notebook.ipynb" ? HTTPResponse(.ok, body: notebook) : HTTPResponse(.notFound)
        }
        let platform = try cluster.platform("replay-" + name) {
            if name != "notebook" { return }
            $0.notebooks = KubernetesNotebooks()
            $0.notebooks?.image = "localhost/jupyter-test:1"
            $0.dataAddresses = ["127.0.0.0/8"]
        }
        var question = try Self.question(
            life.script, image: name == "image" ? "localhost/bad:2" : "localhost/berth-test:1")
        if name == "notebook" {
            var executable = JupyterNotebook()
            executable.location = "http://127.0.0.1:\(site.port)/notebook.ipynb"
            question.executable = .jupyterNotebook(executable)
        }
        let answer = await platform.canIDoThis(question)
        guard case .yes(let plans) = answer else {
            Issue.record("it is not offered: \(answer)")
            return
        }
        let session = try #require(UUID("00000000-0000-4000-8000-000000000001"))
        let work = Work(session: session, plan: plans[0], owner: .anonymous, end: Instant(seconds: 4_000_000_000))
        let parts = Part.inOrder(of: work.plan)
        for part in parts { _ = try await platform.prepare(part, of: work) }
        _ = try await platform.start(work)
        var seen: WorkState?
        if name == "cancelled" {
            while seen != .running { seen = try await platform.observe(work, after: seen) }
            #expect(try await !platform.log(.stdout, of: work, from: 0, limit: 10, waiting: true).bytes.isEmpty)
            try await platform.cancel(work)
        }
        let end = await Self.end(platform, work, seen)
        #expect(end == life.end)
        if name == "notebook" {
            let kept = try await platform.log(.result, of: work, from: 0, limit: 1 << 20, waiting: true)
            #expect(String(decoding: kept.bytes, as: UTF8.self).contains("\"execution_count\": 1"))
        }
        if ["ends", "notebook"].contains(name) {
            let piece = try await platform.log(.stdout, of: work, from: 0, limit: 100, waiting: true)
            #expect(piece == LogPiece(bytes: Array("hi\nthere\n".utf8), isEnd: true))
        }
        for part in parts.reversed() { try await platform.release(part, of: work) }
        #expect(cluster.mismatches == [])
        await cluster.stop()
        await site.stop()
    }

    private static func end(_ platform: KubernetesPlatform, _ work: Work, _ seen: WorkState?) async -> String {
        var seen = seen
        do throws(PlatformError) {
            while true {
                let state = try await platform.observe(work, after: seen)
                if case .finished(let outcome) = state {
                    return outcome.notes.first?.message(at: Instant(seconds: 0)).message ?? ""
                }
                seen = state
            }
        } catch {
            return error.message
        }
    }

    private static func question(_ script: String, image: String) throws -> Question {
        var container = DockerContainer()
        container.image = ContainerImage()
        container.image?.locations = [image]
        container.entrypoint = "/bin/sh"
        container.command = ["-c", script]
        var request = ExecutionRequest()
        request.executable = .dockerContainer(container)
        return Question(
            request, asker: .anonymous, now: Instant(seconds: 1_800_000_000), defaults: .init(),
            nextID: { UUID(random: 1, 2) })
    }
}
