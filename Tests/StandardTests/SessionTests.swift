import BerthBroker
import BerthContainers
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import SimulationKit
import Testing

/// The life of a session. Source: working draft, sessions.
@Suite struct SessionTests {
    private static let whole =
        Site.container("[exit, 0]") + """

            storage: [{kind: simple-storage-resource, meta: {name: disk}}]
            data: [{kind: simple-data-resource, meta: {name: a}, location: 'https://example.org/a', storage: disk}]
            """
    private static let up = ["prepare storage[0]", "prepare data[0]", "prepare compute", "prepare executable"]
    private static let down = ["release executable", "release compute", "release data[0]", "release storage[0]"]

    @Test(.clause("3.6.1", "3.6.2")) func preparationAndReleaseGoInOrder() throws {
        try Site.run { site in
            _ = try await site.run(Self.whole)
            #expect(site.platform.calls == Self.up + ["start"] + Self.down)
        }
    }

    @Test(.clause("3.6.2"), arguments: up + ["start"]) func whatFailsIsReleasedToo(_ call: String) throws {
        try Site.run { site in
            site.platform.fail(at: call)
            let session = try await site.run(Self.whole).session
            #expect(session["phase"] == "FAILED")
            #expect(session.said.contains("The site was told to fail here."))
            #expect(site.platform.calls.suffix(4) == Self.down[...])
        }
    }

    @Test(.clause("3.6.2", "3.7.1")) func cancelStopsTheWorkAndReleases() throws {
        try Site.run { site in
            let (id, _) = try await site.run(Site.container("[wait]"), until: "RUNNING")
            let status1 = try await site.update(id, "CANCELLED").status
            #expect(status1 == 200)
            #expect(try await site.follow(id)["phase"] == "CANCELLED")
            #expect(site.platform.calls.suffix(3) == ["cancel", "release executable", "release compute"])
        }
    }

    @Test(.clause("3.6.3")) func aReleaseThatFailsFailsTheSession() throws {
        try Site.run { site in
            site.platform.fail(at: "release compute")
            let session = try await site.run(Self.whole).session
            #expect(session["phase"] == "FAILED")
            #expect(session.said.contains("compute could not be released"))
            #expect(site.platform.calls.suffix(4) == Self.down[...])
        }
    }

    @Test(.clause("3.7.2"), arguments: [0, 1, 42, 255]) func theExitCodeDecides(_ code: Int) throws {
        try Site.run { site in
            let session = try await site.run(Site.container("[exit, \(code)]")).session
            #expect(session["phase"]?.text == (code == 0 ? "COMPLETED" : "FAILED"))
            #expect(code == 0 || session.said.contains("exit code \(code)"))
        }
    }

    @Test(.clause("3.7.3")) func theOutputIsRead() throws {
        try Site.run { site in
            let (id, _) = try await site.run(Site.container("[print, hello, you]"))
            let reply = try await site.call(.get, "/sessions/\(id)/log/stdout")
            #expect(reply.status == 200)
            #expect(reply.text == "hello you")
            #expect(try await site.call(.get, "/sessions/\(id)/log/stderr").text == "")
        }
    }

    @Test(
        .clause("3.9.1"),
        arguments: [
            "2100-01-01T00:00:00Z/2100-01-02T00:00:00Z", "2100-01-01T00:00:00+01:00/P1D", "PT6H/2100-01-02T00:00:00Z",
            "2100-01-01", "2100-01-01/2100-01-03",
        ]) func intervalsAreReadAsTheStandardWritesThem(_ text: String) throws
    {
        try Site.run { site in
            let answer = try await site.ask(Site.container() + "\nschedule: {requested: {start: '\(text)'}}")
            let offer = try #require(answer["offers"]?.items.first, "\(answer.said)")
            let window = try Interval(reading: text)
            let start = try Interval(reading: offer["schedule"]?["available"]?["start"]?.text ?? "")
            #expect(start.start >= window.start && start.end <= window.end)
            #expect(offer["schedule"]?["preparing"]?["start"]?.text?.hasSuffix("Z") == true)
        }
    }

    @Test(.clause("3.9.2")) func durationsAreReadAndAmbiguousOnesRefused() throws {
        try Site.run { site in
            for (text, written) in [("P1W", "P7D"), ("PT1.5H", "PT1H30M"), ("P0.5D", "PT12H")] {
                let answer = try await site.ask(Site.container() + "\nschedule: {requested: {duration: \(text)}}")
                let offer = try #require(answer["offers"]?.items.first, "\(text): \(answer.said)")
                #expect(offer["schedule"]?["available"]?["duration"]?.text == written)
            }
            for text in ["P1M", "P1Y"] {
                let answer = try await site.ask(Site.container() + "\nschedule: {requested: {duration: \(text)}}")
                #expect(answer["result"] == "NO", "\(text)")
                #expect(answer.said.contains("schedule.requested.duration"), "\(answer.said)")
            }
        }
    }

    @Test(
        .clause("3.10.1"),
        arguments: [
            ("executable.privileged", "privileged: true"),
            (
                "executable.network.ports[0].external",
                "network: {ports: [{access: true, internal: {port: 80}, external: {port: 80}}]}"
            ),
        ]) func whatTheSiteForbidsIsRefusedWithItsPath(_ path: String, _ member: String) async throws
    {
        let answer = try await containers(
            "executable: {kind: docker-container, image: {locations: [localhost/any:1]}, \(member)}")
        #expect(answer.result == .no)
        let paths = (answer.meta?.messages ?? []).map { $0.values["path"] }
        #expect(paths.contains(path), "\(paths)")
    }

    @Test(.clause("3.10.1")) func filesOfTheHostAreRefused() async throws {
        let answer = try await containers(
            """
            executable: {kind: docker-container, image: {locations: [localhost/any:1]}}
            data: [{kind: simple-data-resource, location: 'file:///etc/passwd'}]
            """)
        #expect(answer.result == .no)
        #expect(
            answer.meta?.messages.first?.message?.contains("this site does not let file:///etc/passwd be read") == true)
    }

    /// What a container site with its own rules says; no engine is needed for a refusal.
    private func containers(_ yaml: String) async throws -> OfferSetResponse {
        var settings = ContainerSettings()
        settings.engine = "/nowhere.sock"
        settings.stateDirectory = "/tmp/berth-standard-tests"
        let broker = try Broker(
            platforms: [ContainerPlatform(settings)], store: MemoryStore(), settings: BrokerSettings(),
            world: SystemWorld())
        let request = ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
        return try await broker.ask(request, as: .anonymous)
    }

    @Test(.clause("3.11.1")) func theNextBrokerGoesOnWithTheSameSessions() throws {
        try Site.run { site in
            let store = MemoryStore()
            let first = try Broker(
                platforms: [site.platform], store: store, settings: BrokerSettings(), world: site.world)
            try await first.start()
            let yaml = Site.container("[wait]")
            let request = ExecutionRequest.reading(try Document.read(Array(yaml.utf8), as: .yaml), from: .yaml).value
            let running = try #require(try await first.ask(request, as: .anonymous).offers.first?.component.meta?.uuid)
            let offered = try #require(try await first.ask(request, as: .anonymous).offers.first?.component.meta?.uuid)
            _ = try await first.update(
                running, with: .enumValue(TextUpdate(path: "phase", value: "ACCEPTED")), as: .anonymous)
            while try await first.session(running, as: .anonymous).session.phase != .running {
                await site.world.advance(by: TimeSpan(seconds: 1))
            }
            // The first is never told to stop: it is as if it were no longer there.
            let second = try Broker(
                platforms: [site.platform], store: store, settings: BrokerSettings(), world: site.world)
            try await second.start()
            #expect(try await second.session(offered, as: .anonymous).session.phase == .offered)
            _ = try await second.update(
                running, with: .enumValue(TextUpdate(path: "phase", value: "CANCELLED")), as: .anonymous)
            while try await second.session(running, as: .anonymous).session.phase?.isEnd != true {
                await site.world.advance(by: TimeSpan(seconds: 1))
            }
            #expect(try await second.session(running, as: .anonymous).session.phase == .cancelled)
            await second.stop()
            await first.stop()
        }
    }
}
