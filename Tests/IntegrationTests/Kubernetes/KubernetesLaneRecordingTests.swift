import BerthDocument
import BerthKubernetes
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// Whole lives of sessions through a recorder; with `RECORD=1` what it heard becomes `Tests/Kubernetes`, and ordinary
/// tests (`KubernetesPlatformTests`) do the same against what was recorded.
@Suite(.serialized) struct KubernetesLaneRecordingTests {
    private let cluster: TestKubernetes

    init() throws { cluster = try TestKubernetes.shared.get() }

    @Test(arguments: ["ends", "fails", "cancelled", "memory", "image", "notebook"])
    func aLifeIsRecorded(_ name: String) async throws {
        let recorder = try KubernetesRecorder(cluster)
        let namespace = "replay-" + name
        try await cluster.namespace(namespace)
        let file = try recorder.kubeconfig(namespace)
        let platform = try await cluster.platform(namespace) {
            $0.kubeconfig = file
            $0.pull = .never
            if name == "notebook" {
                $0.notebooks = KubernetesNotebooks()
                $0.notebooks?.image = TestKubernetes.notebookImage
                $0.dataAddresses = ["127.0.0.0/8"]
            }
        }
        let notebooks = try NotebookServer()
        let here = FileManager.default.currentDirectoryPath
        let notebook = notebooks.put(
            "/notebook.ipynb", try String(contentsOfFile: here + "/Tests/Kubernetes/notebook.ipynb", encoding: .utf8))
        let script =
            switch name {
            case "fails": "echo no; exit 42"
            case "cancelled": "echo hi; sleep 600"
            case "memory": "x=$(head -c 1500000000 /dev/zero | tr '\\0' a); echo \"${#x}\""
            default: "echo hi; echo there"
            }
        let yaml = TestKubernetes.script(script)
        let asked =
            switch name {
            case "image": yaml.replacing(TestKubernetes.image, with: "localhost/bad:2")
            case "notebook": TestJupyter.request(notebook)
            default: yaml
            }
        var run = try await KubernetesRun(platform, asked)
        run.work.session = try #require(UUID("00000000-0000-4000-8000-000000000001"))
        try await run.released { run in
            try await run.begin()
            if name == "cancelled" {
                #expect(try await run.state(.running) == .running)
                #expect(
                    try await run.platform.log(.stdout, of: run.work, from: 0, limit: 10, waiting: true).bytes.count > 0
                )
                try await platform.cancel(run.work)
            }
            let end = try await Self.end(run)
            #expect(end == Self.ends[name])
            if ["ends", "notebook"].contains(name) { #expect(try await run.output() == "hi\nthere\n") }
        }
        #expect(try await cluster.things(namespace) == [])
        await recorder.stop()
        if ProcessInfo.processInfo.environment["BERTH_RECORD"]?.isEmpty ?? true { return }
        let place = here + "/Tests/Kubernetes/\(name).json"
        let bytes = try recorder.document.written(as: .json, pretty: true)
        try Data(bytes).write(to: URL(fileURLWithPath: place))
    }

    /// What each comes to: the first note, or the error.
    static let ends = [
        "ends": "It ran on the node n1.",
        "notebook": "It ran on the node n1.",
        "fails": "The program ended with exit code 42.",
        "cancelled": "The program was stopped because the session was cancelled.",
        "memory": "The program was killed because it took more than the 1 GiB of memory that were offered.",
        "image": "The image localhost/bad:2 cannot be fetched: the node does not have it, and this site fetches none.",
    ]

    static func end(_ run: KubernetesRun) async throws -> String {
        do {
            return try await run.outcome().notes.first?.message(at: Instant(seconds: 0)).message ?? ""
        } catch let error as PlatformError {
            return error.message
        }
    }
}
