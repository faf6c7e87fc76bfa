import BerthBroker
import BerthContainers
import BerthDocument
import BerthJupyter
import BerthModel
import BerthPlatform
import BerthWorkflows
import Foundation
import Testing

/// The task files of `examples/`, asked of all platforms side by side, and run on every one that says yes.
///
/// What the examples fetch from `example.org` is on a server of the tests; all else stands as it is written.
@Suite("Examples run wherever a platform says yes")
struct ExamplesTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/examples"

    @Test func sideBySide() async throws {
        let engine = try TestEngine.shared.get()
        // As the demonstration makes it: with a command of its own.
        let image = """
            tar -C \(engine.directory)/root -c . |
                podman import -q --change 'CMD ["/bin/echo", "hello"]' - localhost/berth-hello:1
            """
        try engine.run(["sh", "-c", image])
        let jupyter = try TestJupyter()
        Self.publish(on: jupyter.notebooks)
        let workflows = try WorkflowSite("examples") { $0.memory = 8 }
        defer { withExtendedLifetime((jupyter, workflows)) {} }
        let platforms: [any Platform] = [
            try engine.platform("examples") { ($0.cores, $0.memory, $0.storage) = (16, 128, 200) },
            try TestCluster.quiet.get().platform("examples"),
            try jupyter.platform { ($0.cores, $0.memory) = (4, 16) },
            workflows.platform,
        ]
        let store = MemoryStore()
        let broker = try Broker(platforms: platforms, store: store, settings: BrokerSettings(), world: SystemWorld())
        try await broker.start()
        let names = platforms.map(\.profile.name)
        var rows: [String] = []
        var ran: [String: Int] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        where file.hasSuffix(".yaml") {
            guard let request = try Self.request(file, jupyter.notebooks) else { continue }
            var cells: [String] = []
            for name in names {
                let answer = try await broker.ask(request, among: PlatformChoice(only: [name]), as: .anonymous)
                guard let offer = answer.offers.first, let id = offer.component.meta?.uuid else {
                    let reasons = (answer.meta?.messages ?? []).compactMap { $0.values["reason"] }
                    #expect(!reasons.isEmpty, "\(file) on \(name): a NO without a reason")
                    cells.append(reasons.first ?? "")
                    continue
                }
                let phase = try await Self.run(id, of: offer, broker)
                cells.append("yes, \(phase.rawValue)")
                #expect([.completed, .cancelled].contains(phase), "\(file) on \(name) is \(phase)")
                if phase == .completed { ran[name, default: 0] += 1 }
            }
            rows.append("\(file): " + zip(names, cells).map { "\($0) \($1)" }.joined(separator: "; "))
        }
        await broker.stop()
        print(rows.joined(separator: "\n"))
        for name in names { #expect(ran[name, default: 0] > 0, "nothing ran on \(name)") }
        #expect(rows.count > 15)
    }

    /// Accepts an offer and follows it. What does not end by itself, and what begins in years, is cancelled.
    private static func run(_ id: BerthModel.UUID, of offer: Session, _ broker: Broker) async throws -> SessionPhase {
        let world = SystemWorld()
        func update(_ phase: SessionPhase) async throws {
            _ = try await broker.update(
                id, with: .enumValue(TextUpdate(path: "phase", value: phase.rawValue)), as: .anonymous)
        }
        try await update(.accepted)
        let isLater = (offer.schedule?.available?.start?.start ?? world.now()) > world.now() + TimeSpan(seconds: 3600)
        let serves = !(offer.executable?.ports.isEmpty ?? true)
        var view = try await broker.session(id, as: .anonymous)
        let deadline = world.now() + TimeSpan(seconds: 120)
        while let phase = view.session.phase, !phase.isEnd {
            if isLater || (serves && phase == .running) { try? await update(.cancelled) }
            let next = try await broker.change(of: id, after: view.revision, until: deadline, as: .anonymous)
            view = try #require(next, "it is still \(phase.rawValue)")
        }
        if view.session.phase == .failed {
            Issue.record("\((view.session.component.meta?.messages ?? []).compactMap(\.message))")
        }
        return view.session.phase ?? .failed
    }

    /// The task of an example; nil for a file that is another document.
    private static func request(_ file: String, _ server: NotebookServer) throws -> ExecutionRequest? {
        let text = try String(contentsOfFile: folder + "/" + file, encoding: .utf8)
        guard text.hasPrefix("executable:") || text.contains("\nexecutable:"), !text.contains("\nphase:") else {
            return nil
        }
        let here = text.replacing(/https?:\/\/(([a-z0-9]+\.)*example\.org|127\.0\.0\.1:8123)/, with: server.origin)
        let (request, problems) = ExecutionRequest.reading(
            try Document.read(Array(here.utf8), as: .yaml), from: .yaml)
        #expect(problems.isEmpty, "\(file): \(problems)")
        return request.executable == nil ? nil : request
    }

    /// What the examples fetch.
    private static func publish(on server: NotebookServer) {
        server.put("/notebooks/spectra.ipynb", cells: ["print('a spectrum')"])
        for path in ["/data/north.fits", "/data/south.fits", "/cubes/17.fits", "/data/photometry.csv", "/README.md"] {
            server.put(path, "data\n")
        }
        server.put("/survey/fields/0042.fits", "data\n")
        server.put(
            "/workflows/Snakefile",
            """
            rule curves:
                output: "curves/all.txt"
                shell: "echo a curve >{output}"

            """)
        server.put(
            "/workflows/mosaic.cwl",
            """
            cwlVersion: v1.2
            class: CommandLineTool
            baseCommand: [cat]
            inputs:
              tiles: {type: "File[]", inputBinding: {}}
              threshold: float
            stdout: mosaic.txt
            outputs: {mosaic: stdout}

            """)
    }
}

extension Executable {
    fileprivate var ports: [NetworkPort] {
        if case .dockerContainer(let container) = self { container.network?.ports ?? [] } else { [] }
    }
}
