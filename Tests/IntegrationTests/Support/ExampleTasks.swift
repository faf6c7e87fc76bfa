import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// The task files of `examples/`, asked of platforms side by side, and run on every one that says yes.
///
/// What the examples fetch from `example.org` is on a server of the tests; all else stands as it is written.
struct ExampleTasks {
    let broker: Broker
    let names: [String]
    let server: NotebookServer

    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/examples"

    /// Every example on every platform: how many completed on each. Each NO has a reason, and nothing fails.
    func run() async throws -> [String: Int] {
        var rows: [String] = []
        var ran: [String: Int] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: Self.folder).sorted()
        where file.hasSuffix(".yaml") {
            guard let request = try request(file) else { continue }
            var cells: [String] = []
            for name in names {
                let answer = try await broker.ask(request, among: PlatformChoice(only: [name]), as: .anonymous)
                guard let offer = answer.offers.first, let id = offer.component.meta?.uuid else {
                    let reasons = (answer.meta?.messages ?? []).compactMap { $0.values["reason"] }
                    #expect(!reasons.isEmpty, "\(file) on \(name): a NO without a reason")
                    cells.append(reasons.first ?? "")
                    continue
                }
                let phase = try await run(id, of: offer)
                cells.append("yes, \(phase.rawValue)")
                #expect([.completed, .cancelled].contains(phase), "\(file) on \(name) is \(phase)")
                if phase == .completed { ran[name, default: 0] += 1 }
            }
            rows.append("\(file): " + zip(names, cells).map { "\($0) \($1)" }.joined(separator: "; "))
        }
        print(rows.joined(separator: "\n"))
        #expect(rows.count > 15)
        return ran
    }

    /// Accepts an offer and follows it. What does not end by itself, and what begins in years, is cancelled.
    private func run(_ id: BerthModel.UUID, of offer: Session) async throws -> SessionPhase {
        let world = SystemWorld()
        func update(_ phase: SessionPhase) async throws {
            _ = try await broker.update(
                id, with: .enumValue(TextUpdate(path: "phase", value: phase.rawValue)), as: .anonymous)
        }
        try await update(.accepted)
        let isLater = (offer.schedule?.available?.start?.start ?? world.now()) > world.now() + TimeSpan(seconds: 3600)
        var view = try await broker.session(id, as: .anonymous)
        let deadline = world.now() + TimeSpan(seconds: 120)
        while let phase = view.session.phase, !phase.isEnd {
            let serves = phase == .running && !view.session.connectors.isEmpty
            if isLater || serves { try? await update(.cancelled) }
            let next = try await broker.change(of: id, after: view.revision, until: deadline, as: .anonymous)
            view = try #require(next, "it is still \(phase.rawValue)")
        }
        if view.session.phase == .failed {
            let errors = try? await broker.log(.stderr, of: id, from: 0, limit: 4096, waiting: false, as: .anonymous)
            Issue.record("\(view.texts)\n\(String(decoding: errors?.bytes ?? [], as: UTF8.self))")
        }
        return view.session.phase ?? .failed
    }

    /// The task of an example; nil for a file that is another document.
    private func request(_ file: String) throws -> ExecutionRequest? {
        let text = try String(contentsOfFile: Self.folder + "/" + file, encoding: .utf8)
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
    static func publish(on server: NotebookServer) {
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
              tiles: {type: "File[]?", inputBinding: {}}
              threshold: float
            stdout: mosaic.txt
            outputs: {mosaic: stdout}

            """)
    }
}
