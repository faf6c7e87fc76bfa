import BerthBroker
import BerthHTTP
import BerthKubernetes
import BerthModel
import BerthPlatform
import BerthTasks
import Foundation
import Testing

/// Notebooks in pods of a real node, by the Jupyter of an image.
@Suite(.serialized) struct KubernetesLaneNotebookTests {
    private let cluster: TestKubernetes
    private let notebooks: NotebookServer

    init() throws {
        cluster = try TestKubernetes.shared.get()
        notebooks = try NotebookServer()
    }

    private static func settings(_ settings: inout KubernetesSettings) {
        settings.notebooks = KubernetesNotebooks()
        settings.notebooks?.image = TestKubernetes.notebookImage
        settings.dataAddresses = ["127.0.0.0/8"]
        settings.temporaryBytes = 256 << 20
    }

    private func platform(_ change: (inout KubernetesSettings) -> Void = { _ in }) async throws -> KubernetesPlatform {
        try await cluster.platform("notebooks") {
            Self.settings(&$0)
            change(&$0)
        }
    }

    private func broker(_ name: String, _ change: (inout KubernetesSettings) -> Void = { _ in }) async throws
        -> BrokerOnEngine
    {
        try await BrokerOnEngine(try await platform(change), database: cluster.directory + "/notebooks-\(name).db")
    }

    private static let storage = """
        compute: {kind: simple-compute-resource, memory: {min: 1}}
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        """

    @Test func aNotebookIsExecutedAndItsResultIsKept() async throws {
        let url = notebooks.put(
            "/a.ipynb",
            cells: [
                "import sys\nprint('hello')\nopen('disk/x', 'w').write('kept')\nprint('no end', end='')",
                "open('disk/x').read()",
            ])
        notebooks.put("/requirements.txt", "nbclient>=0.1\n")
        let broker = try await broker("result")
        let id = try await broker.accepted(TestJupyter.request(url, Self.storage))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(view.texts.contains("2 cells of code; the kernel python3 runs it."), "\(view.texts)")
        #expect(view.texts.contains("The notebook a.ipynb is in place (SHA-256 "), "\(view.texts)")
        #expect(view.texts.contains("The notebook with its outputs is kept as the output result"), "\(view.texts)")
        #expect(view.texts.contains("It ran on the node n1."), "\(view.texts)")
        let output = try await broker.output(id)
        #expect(output.hasPrefix("hello\nno end'kept'\n"), "\(output)")
        #expect(!output.contains("berth-"), "\(output)")
        let kept = try await broker.output(id, .result)
        #expect(kept.contains("\"execution_count\": 2") && kept.contains("'kept'"), "\(kept)")
        #expect(try await cluster.things("notebooks") == [])
        await broker.stop()
    }

    @Test func aCellThatFailsIsNamed() async throws {
        let url = notebooks.put("/fails.ipynb", cells: ["print('one')", "1/0", "print('never')"])
        let broker = try await broker("fails")
        let id = try await broker.accepted(TestJupyter.request(url))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(
            view.texts.contains("Cell 2 of the notebook failed: ZeroDivisionError: division by zero"), "\(view.texts)")
        #expect(!view.texts.contains("exit code"), "\(view.texts)")
        #expect(try await broker.output(id, .result).contains("ZeroDivisionError"))
        await broker.stop()
    }

    @Test func aServerIsOpenedByItsConnectorAndGoneAfterRelease() async throws {
        let url = notebooks.put("/open.ipynb", cells: ["print('hello')"])
        let platform = try await platform {
            $0.notebooks?.mode = .interactive
            $0.ports = .nodePort
        }
        let run = try await KubernetesRun(platform, TestJupyter.request(url, Self.storage))
        let parts = Part.inOrder(of: run.work.plan)
        let address = try await run.released { run -> String in
            for part in parts { _ = try await platform.prepare(part, of: run.work) }
            let connector = try #require(try await platform.start(run.work).connectors?.first)
            let location = connector.location ?? ""
            #expect(connector.status == .available && connector.protocol == "http")
            let found = try #require(
                location.wholeMatch(of: /http:\/\/10\.88\.77\.1:3\d{4}\/(.*)\?token=([0-9a-f]{48})/), "\(location)")
            #expect(try await run.state(.running) == .running)
            let address = try await cluster.pod(behind: "berth-\(run.work.session)", in: "notebooks")
            let token = String(found.output.2)
            func status(_ path: String) async throws -> Int {
                var request = HTTPClientRequest(.get, "http://\(address):8888/\(path)")
                request.totalSeconds = 10
                return try await HTTPClient().send(request).status.code
            }
            #expect(try await status("api/contents/open.ipynb?token=\(token)") == 200)
            #expect(try await status("api/contents/open.ipynb") == 403)
            #expect(try await status("api/contents/disk?token=\(token)") == 200)
            // The same connector whenever it is asked: the broker may have been away.
            #expect(try await platform.start(run.work).connectors?.first?.location == location)
            let things = try await cluster.things("notebooks")
            #expect(things.filter { $0.hasPrefix("secrets ") }.count == 1 && things.count == 4, "\(things)")
            try await platform.cancel(run.work)
            guard case .finished(let outcome) = try await run.state(after: .running) else { return address }
            #expect(outcome.notes.first?.template.contains("because the session was cancelled") == true, "\(outcome)")
            return address
        }
        #expect(try await cluster.things("notebooks") == [])
        var request = HTTPClientRequest(.get, "http://\(address):8888/api")
        request.totalSeconds = 2
        await #expect(throws: HTTPError.self) { try await HTTPClient().send(request) }
    }

    @Test func whatTheImageDoesNotHaveIsAReason() async throws {
        let platform = try await platform { $0.notebooks?.notebookBytes = 100_000 }
        func reasons(_ url: String) async throws -> [String] {
            KubernetesRun.sentences(try await KubernetesRun.refusal(platform, TestJupyter.request(url)))
        }
        let kernel = notebooks.put("/r/a.ipynb", cells: ["1"], kernel: "ir")
        #expect(
            try await reasons(kernel) == [
                "executable.location: the notebook wants the kernel ir, which is not here; there is: python3 (python)."
            ])
        let wants = notebooks.put("/wants/a.ipynb", cells: ["1"])
        notebooks.put("/wants/requirements.txt", "nbclient>=0.1\nastropy==99\n")
        #expect(
            try await reasons(wants) == [
                "executable.location: the requirements.txt beside the notebook wants astropy==99, which the kernel"
                    + " python3 does not have."
            ])
        let large = notebooks.put("/large.ipynb", cells: [String(repeating: "x", count: 100_000)])
        let obstacles = try await KubernetesRun.refusal(platform, TestJupyter.request(large))
        #expect(obstacles.map(\.rung) == [.never], "\(obstacles)")
        let broken = notebooks.put("/broken.ipynb", "{")
        #expect(try await reasons(broken).first?.contains("it is no notebook") == true)
        #expect(try await cluster.things("notebooks") == [])
        let looks = try await cluster.call(
            .get, "/apis/batch/v1/namespaces/notebooks/jobs?labelSelector=berth.org%2Flook")
        #expect(TestKubernetes.items(looks).isEmpty)
    }

    @Test func anImageWithoutJupyterIsAReason() async throws {
        let url = notebooks.put("/a.ipynb", cells: ["1"])
        for (image, words) in [
            (TestKubernetes.image, "could not be asked what it has: The image for notebooks has no Python python3"),
            ("localhost/bad:2", "could not be asked what it has: The image localhost/bad:2 cannot be fetched"),
        ] {
            let platform = try await platform {
                $0.notebooks?.image = image
                $0.pull = .never
            }
            let text = KubernetesRun.sentences(
                try await KubernetesRun.refusal(platform, TestJupyter.request(url))
            ).joined()
            #expect(text.contains(words), "\(text)")
            let finding = await platform.findings().first { $0.subject == "notebooks" }
            #expect(finding?.isWell == false, "\(finding?.found ?? "")")
        }
    }

    @Test func aNotebookThatChangedIsNotRun() async throws {
        let url = notebooks.put("/changes.ipynb", cells: ["1"])
        let platform = try await platform()
        let run = try await KubernetesRun(platform, TestJupyter.request(url))
        notebooks.put("/changes.ipynb", cells: ["2"])
        try await run.released { run in
            do {
                try await run.begin()
                Issue.record("another notebook was run")
            } catch let error as PlatformError {
                #expect(error.code == .mismatch)
            }
        }
        #expect(try await cluster.things("notebooks") == [])
    }
}
