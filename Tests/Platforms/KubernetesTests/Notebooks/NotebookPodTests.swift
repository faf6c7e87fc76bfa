import BerthDocument
import BerthHTTP
import BerthHost
import BerthModel
import BerthPlatform
import BerthTasks
import Foundation
import Testing

@testable import BerthKubernetes

@Suite struct NotebookPodTests {
    private static let session = UUID(random: 5, 5)

    private static func pod(_ mode: JupyterMode) -> NotebookPod {
        var settings = KubernetesNotebooks()
        settings.mode = mode
        var notebook = NotebookPlan()
        notebook.file = "a.ipynb"
        notebook.kernel = "python3"
        return NotebookPod(session: session, notebook: notebook, settings: settings, storageNames: ["disk"])
    }

    @Test func whatIsExecutedIsToldWhereItsThingsAre() {
        let words = Self.pod(.headless).words
        #expect(
            words.prefix(9) == [
                "python3", "-I", "/berth/run.py", "/berth", "/tmp/notebook", "/tmp/berth", "a.ipynb",
                "berth-00000000-0000-4005-8000-000000000005:", #"["disk"]"#,
            ])
        #expect(
            words.dropFirst(9) == [
                "python3", "-I", "/berth/runner.py", "a.ipynb", "/tmp/berth/result", "/tmp/berth/outcome.json",
                "python3", "6291456", "120",
            ])
    }

    @Test func theTokenOfAServerStandsInNoArgument() {
        let pod = Self.pod(.interactive)
        #expect(pod.words.contains("--ServerApp.ip=0.0.0.0"))
        #expect(pod.words.contains("--ServerApp.root_dir=/tmp/notebook"))
        let token = pod.environment.last
        #expect(token?["name"] == "JUPYTER_TOKEN")
        #expect(
            token?.at("valueFrom", "secretKeyRef", "name")?.text == "berth-00000000-0000-4005-8000-000000000005-0")
        #expect(!Self.pod(.headless).environment.contains { $0["name"] == "JUPYTER_TOKEN" })
    }

    @Test(arguments: [0, 1, NotebookPod.pieceBytes, NotebookPod.pieceBytes + 1])
    func aNotebookComesInPiecesThatASecretHolds(_ count: Int) {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
        let contents = NotebookPod.contents(bytes, token: "t")
        #expect(contents.count == (count > NotebookPod.pieceBytes ? 2 : 1))
        let parts = contents.enumerated().compactMap { index, content in
            content["part-0000\(index)"]?.text.flatMap(Base64.decoded)
        }
        #expect(parts.flatMap(\.self) == bytes)
        #expect(contents[0]["token"]?.text == Base64.encoded([UInt8(ascii: "t")]))
        #expect(NotebookPod.contents(bytes, token: nil)[0]["token"] == nil)
    }

    /// The script is run as a pod runs it, by the Python of this machine; what it starts is a shell.
    private func ran(_ shell: String, _ stop: Bool = false) async throws -> (code: Int32, text: String, NotebookFrames)
    {
        let folder = NSTemporaryDirectory() + "berth-notebook-pod-\(UInt32.random(in: 0...(.max)))"
        try FileManager.default.createDirectory(atPath: folder + "/here", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try "one ".write(toFile: folder + "/here/part-00000", atomically: true, encoding: .utf8)
        try "two".write(toFile: folder + "/here/part-00001", atomically: true, encoding: .utf8)
        let words = [
            "/usr/bin/env", "python3", "-I", "-c", NotebookPod.script, folder + "/here", folder + "/work",
            folder + "/own", "a.ipynb", NotebookFrames.mark(Self.session), #"["disk"]"#, "/bin/sh", "-c", shell,
        ]
        let said = try await Command(words).run()
        var frames = NotebookFrames(Self.session, mostBytes: 1 << 20)
        let text = frames.written(said.output) + frames.rest
        return (said.code, String(decoding: text, as: UTF8.self), frames)
    }

    @Test func theNotebookIsPutTogetherAndItsResultLeavesWithTheOutput() async throws {
        let (code, text, frames) = try await ran(
            "cat a.ipynb; readlink disk; echo '{}' >../own/outcome.json;"
                + " head -c 100000 /dev/zero >../own/result; exit 3")
        #expect(code == 3)
        #expect(text == "one two/storage/0\n")
        #expect(frames.isWhole)
        #expect(frames.result == [UInt8](repeating: 0, count: 100_000))
        #expect(frames.outcome == Array("{}\n".utf8))
    }

    @Test func whatIsKilledHasTheCodeOfItsSignal() async throws {
        let (code, text, frames) = try await ran("echo hi; kill -9 $$")
        #expect(code == 137)
        #expect(text == "hi\n")
        #expect(!frames.isWhole)
    }

    @Test func aSignalIsHandedOn() async throws {
        let (code, text, _) = try await ran(
            "trap 'echo bye; exit 5' TERM; kill -TERM $PPID; while :; do sleep 0.1; done")
        #expect(code == 5)
        #expect(text == "bye\n")
    }
}
