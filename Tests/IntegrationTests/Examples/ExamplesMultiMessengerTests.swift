import BerthClient
import BerthHTTP
import BerthModel
import Foundation
import Testing

/// `examples/multi-messenger/` as its README walks through it, with a real engine of containers and a real one of
/// workflows; only addresses and folders are those of the test.
@Suite("Two observatories behind one gateway", .serialized)
struct ExamplesMultiMessengerTests {
    private static let folder =
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path + "/examples/multi-messenger"

    /// The three brokers, and the server of their data.
    fileprivate final class Stage: Sendable {
        let server: HTTPServer
        let einstein: ServedBroker
        let ctao: ServedBroker
        let gateway: ServedBroker
        private let tokens: String

        init() throws {
            server = try HTTPServer(HTTPServerSettings()) { request in
                guard !request.path.contains(".."),
                    let bytes = FileManager.default.contents(atPath: folder + "/data" + request.path)
                else { return HTTPResponse(.notFound) }
                return HTTPResponse(.ok, contentType: "text/plain", body: Array(bytes))
            }
            let engine = try TestEngine.shared.get()
            tokens = NSTemporaryDirectory() + "berth-observatories-\(getpid())"
            try FileManager.default.createDirectory(atPath: tokens, withIntermediateDirectories: true)
            for name in ["einstein", "ctao"] {
                try "gateway-at-\(name)".write(toFile: "\(tokens)/\(name).token", atomically: true, encoding: .utf8)
            }
            einstein = try Self.broker(
                "einstein",
                [
                    (
                        "kind: containers",
                        "kind: containers\n    engine: \(engine.socket)\n    stateDirectory: \(engine.directory)/state"
                    )
                ])
            ctao = try Self.broker(
                "ctao",
                [
                    (
                        "kind: workflows",
                        "kind: workflows\n    programs: {cwltool: \(WorkflowSite.programs)cwltool}\n"
                            + "    stateDirectory: \(tokens)/ctao"
                    )
                ])
            gateway = try Self.broker(
                "gateway",
                [
                    ("http://127.0.0.1:8471", einstein.url), ("http://127.0.0.1:8472", ctao.url),
                    ("einstein.token", "\(tokens)/einstein.token"), ("ctao.token", "\(tokens)/ctao.token"),
                ])
        }

        deinit { try? FileManager.default.removeItem(atPath: tokens) }

        /// A broker with the configuration of the example; where it listens is the test's.
        private static func broker(_ name: String, _ changes: [(String, String)]) throws -> ServedBroker {
            var text = try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
            text = text.replacing(/listen: .*\n/, with: "")
            for (old, new) in changes {
                try #require(text.contains(old), "\(name).yaml has no \(old)")
                text = text.replacingOccurrences(of: old, with: new)
            }
            return try ServedBroker(name, text)
        }

        func task(_ name: String) throws -> String {
            try String(contentsOfFile: "\(folder)/\(name).yaml", encoding: .utf8)
                .replacingOccurrences(of: "http://127.0.0.1:8123", with: "http://127.0.0.1:\(server.port)")
                .replacingOccurrences(of: "localhost/berth-hello:1", with: TestEngine.image)
        }

        func client(_ token: String) throws -> BrokerClient { try BrokerClient(url: gateway.url, token: token) }
    }

    private static let ada = "ada-is-in-both"
    private static let grace = "grace-is-in-gamma"

    /// Asks, takes the first offer, and follows it to its end.
    private static func run(_ name: String, by client: BrokerClient, _ stage: Stage) async throws -> (Session, String) {
        let answer = try await client.ask(try ServedBroker.request(try stage.task(name))).value
        let offer = try #require(answer.offers.first, "\(answer.meta?.messages.compactMap(\.message) ?? [])")
        let id = try #require(offer.id)
        _ = try await client.accept(id)
        var last = try await client.session(id).value
        for try await event in client.events(of: id) {
            if case .session(let received) = event { last = received.value }
        }
        var bytes: [UInt8] = []
        for try await piece in client.log(.stdout, of: id, follow: true) { bytes += piece }
        return (last, String(decoding: bytes, as: UTF8.self))
    }

    @Test("data of both are combined where a container can run")
    func coincide() async throws {
        let stage = try Stage()
        let ada = try stage.client(Self.ada)
        let (session, output) = try await Self.run("coincide", by: ada, stage)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(
            output == """
                g-003 pixel 1022 probability 0.31 1.7 TeV
                g-005 pixel 1023 probability 0.44 2.6 TeV

                """)
        #expect(session.texts.contains("Offered by einstein."))
        // The README shows what comes out.
        let readme = try String(contentsOfFile: Self.folder + "/README.md", encoding: .utf8)
        #expect(readme.contains("```\n\(output)```"))
        await ada.close()
        await stage.server.stop()
    }

    @Test("each task goes to who can do it")
    func each() async throws {
        let stage = try Stage()
        let ada = try stage.client(Self.ada)
        let (wave, map) = try await Self.run("localise", by: ada, stage)
        #expect(wave.phase == .completed, "\(wave.texts)")
        #expect(wave.texts.contains("Offered by einstein."))
        #expect(map.hasPrefix("1023,0.44\n1022,0.31\n"))
        let (rays, _) = try await Self.run("select", by: ada, stage)
        #expect(rays.phase == .completed, "\(rays.texts)")
        #expect(rays.texts.contains("Offered by ctao."))
        #expect(rays.texts.contains { $0.hasPrefix("Output selected: selected.csv (") }, "\(rays.texts)")
        // Nothing is left at either.
        #expect(try await stage.einstein.eventually { try await stage.unfinished() == 0 })
        await ada.close()
        await stage.server.stop()
    }

    @Test("who is not in the group is told so, beside what the others say")
    func groups() async throws {
        let stage = try Stage()
        let grace = try stage.client(Self.grace)
        let answer = try await grace.ask(try ServedBroker.request(try stage.task("coincide"))).value
        #expect(answer.result == .no)
        let messages = answer.meta?.messages ?? []
        let notYours = try #require(messages.first { $0.values["reason"] == "notYou" }, "\(messages)")
        #expect(notYours.message?.contains("gravity") == true)
        #expect(notYours.values["platform"] == "einstein")
        let other = messages.filter { $0.values["platform"] == "ctao" }
        #expect(other.contains { $0.values["path"] == "executable.kind" }, "\(messages)")
        let (rays, _) = try await Self.run("select", by: grace, stage)
        #expect(rays.phase == .completed, "\(rays.texts)")
        // The observatories know the gateway and nobody else.
        let stranger = try BrokerClient(url: stage.einstein.url, token: Self.ada)
        let error = await #expect(throws: ClientError.self) { try await stranger.sessions() }
        #expect(error?.code == .notIdentified)
        await stranger.close()
        await grace.close()
        await stage.server.stop()
    }
}

extension ExamplesMultiMessengerTests.Stage {
    /// Sessions at the observatories that are not at their end.
    fileprivate func unfinished() async throws -> Int {
        var count = 0
        for (broker, token) in [(einstein, "gateway-at-einstein"), (ctao, "gateway-at-ctao")] {
            let client = try BrokerClient(url: broker.url, token: token)
            count += try await client.sessions(
                in: [.offered, .accepted, .waiting, .preparing, .available, .running, .releasing]
            ).value.sessions.count
            await client.close()
        }
        return count
    }
}
