import BerthClient
import BerthModel
import BerthPlatform
import Foundation
import Testing

/// Brokers behind brokers, each a process of its own.
@Suite(.serialized) struct RemoteFederationTests {
    private static func remote(_ name: String, _ url: String, _ more: String = "") -> String {
        "- {kind: remote, name: \(name), url: '\(url)'\(more.isEmpty ? "" : ", " + more)}\n"
    }

    private static func gateway(_ sites: [(name: String, broker: ServedBroker)]) throws -> ServedBroker {
        try ServedBroker("gateway", "platforms:\n" + sites.map { remote($0.name, $0.broker.url) }.joined())
    }

    /// A site with containers on the engine of the tests.
    private static func containers(_ name: String) throws -> ServedBroker {
        let engine = try TestEngine.shared.get()
        return try ServedBroker(
            name,
            """
            platforms:
            - kind: containers
              name: podman
              engine: \(engine.socket)
              instance: \(name)
              stateDirectory: \(engine.directory)/state
              cores: 2
              memory: 2
              storage: 4
            """)
    }

    private static func first(_ answer: OfferSetResponse, from origin: String) throws -> BerthModel.UUID {
        let found = answer.offers.first { offer in
            (offer.component.meta?.messages ?? []).contains { $0.values["origin"]?.hasPrefix(origin) == true }
                || offer.texts.contains("Offered by \(origin).")
        }
        return try #require(
            found?.id, "\(answer.meta?.messages.compactMap(\.message) ?? []) \(answer.offers.map(\.texts))")
    }

    @Test func aContainerRunsBehindTwoBrokers() async throws {
        let (west, east) = (try Self.containers("fed-west"), try RemoteSite("east").broker)
        let gateway = try Self.gateway([("west", west), ("east", east)])
        let answer = try await gateway.ask(ContainerRun.script("echo out; echo err >&2"))
        #expect(answer.offers.contains { $0.texts.contains("Offered by west.") })
        #expect(answer.offers.contains { $0.texts.contains("Offered by east.") })
        let id = try Self.first(answer, from: "west")
        _ = try await gateway.client.accept(id)
        let session = try await gateway.session(id)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(try await gateway.output(id) == "out\n")
        // What was not taken is held nowhere any more.
        #expect(try await east.eventually { try await east.offers().isEmpty })
        #expect(try await west.offers().isEmpty)
        let names = try TestEngine.shared.get().run(["podman", "ps", "-a", "--format", "{{.Names}}"])
        #expect(!names.contains("berth-fed-west-"))
    }

    @Test func aFailureSaysWhyThroughTheHop() async throws {
        let west = try Self.containers("fed-fails")
        let gateway = try Self.gateway([("west", west)])
        let id = try #require(try await gateway.ask(ContainerRun.script("exit 42")).offers.first?.id)
        _ = try await gateway.client.accept(id)
        let session = try await gateway.session(id)
        #expect(session.phase == .failed)
        let message = session.component.meta?.messages.first { $0.values["exitCode"] == "42" }
        #expect(message?.message == "The program ended with exit code 42.")
        #expect(message?.values["origin"] == "west")
    }

    @Test func aCancelStopsTheContainer() async throws {
        let west = try Self.containers("fed-cancel")
        let gateway = try Self.gateway([("west", west)])
        let id = try #require(try await gateway.ask(ContainerRun.script("sleep 600")).offers.first?.id)
        _ = try await gateway.client.accept(id)
        _ = try await gateway.session(id, in: [.running])
        _ = try await gateway.client.cancel(id)
        #expect(try await gateway.session(id).phase == .cancelled)
        #expect(try await west.unfinished().isEmpty)
    }

    @Test func theGatewayIsKilledAndFindsItsSessionAgain() async throws {
        let east = try RemoteSite("kill").broker
        let gateway = try Self.gateway([("east", east)])
        let id = try #require(try await gateway.ask(RemoteSite.request("steps")).offers.first?.id)
        _ = try await gateway.client.accept(id)
        _ = try await gateway.session(id, in: [.running])
        gateway.kill()
        let there = try #require(try await east.unfinished().first?.id)
        try gateway.start()
        let session = try await gateway.session(id)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(try await gateway.output(id) == "one\ntwo\n")
        #expect(try await east.client.session(there).value.phase == .completed)
        // Once, and not again.
        #expect(try await east.client.sessions(in: [.completed]).value.sessions.count == 1)
    }

    @Test func theSiteIsKilledAndTheGatewayWaitsForIt() async throws {
        let state = NSTemporaryDirectory() + "berth-restart-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: state) }
        let east = try RemoteSite("restart", "  stateDirectory: \(state)\n")
            .broker
        let gateway = try Self.gateway([("east", east)])
        let id = try #require(try await gateway.ask(RemoteSite.request("steps")).offers.first?.id)
        _ = try await gateway.client.accept(id)
        _ = try await gateway.session(id, in: [.running])
        east.kill()
        #expect(try await gateway.client.session(id).value.phase == .running)
        try east.start()
        let session = try await gateway.session(id)
        #expect(session.phase == .completed, "\(session.texts)")
    }

    @Test func whatRunsWithoutOffersRunsThereToo() async throws {
        let east = try RemoteSite("direct").broker
        let gateway = try Self.gateway([("east", east)])
        let session = try await gateway.client.direct(try ServedBroker.request(RemoteSite.request("short"))).value
        #expect(session.phase == .accepted, "\(session.texts)")
        let end = try await gateway.session(try #require(session.id))
        #expect(end.phase == .completed, "\(end.texts)")
        #expect(try await east.eventually { try await east.offers().isEmpty })
        let refused = try await gateway.client.direct(try ServedBroker.request(RemoteSite.request("secret"))).value
        #expect(refused.phase == .failed)
        #expect(refused.texts == ["executable.image.locations: this image is for others."])
    }

    @Test func theGatewayIsKilledWhileTheSitePrepares() async throws {
        let east = try ServedBroker(
            "slow",
            """
            platforms:
            - kind: scripted
              name: lab
              steps: [{step: prepareExecutable, delay: PT4S}]
            """)
        let gateway = try Self.gateway([("east", east)])
        let task = "executable: {kind: docker-container, image: {locations: [x]}}"
        let id = try #require(try await gateway.ask(task).offers.first?.id)
        _ = try await gateway.client.accept(id)
        #expect(try await east.eventually { try await east.unfinished().contains { $0.phase == .preparing } })
        gateway.kill()
        try gateway.start()
        let session = try await gateway.session(id)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(try await east.client.sessions(in: [.completed]).value.sessions.count == 1)
    }

    @Test func whatIsRejectedHereIsRejectedThere() async throws {
        let east = try RemoteSite("reject").broker
        let gateway = try Self.gateway([("east", east)])
        let offers = try await gateway.ask(RemoteSite.request("short")).offers
        #expect(try await east.offers().count == offers.count)
        let expires = try await east.offers().compactMap(\.expires).min()
        #expect(offers.allSatisfy { ($0.expires ?? .latest) <= expires ?? .earliest })
        for offer in offers { _ = try await gateway.client.reject(try #require(offer.id)) }
        #expect(try await east.eventually { try await east.offers().isEmpty })
    }

    /// A gateway, two sites, five platforms, of which two are real engines.
    @Test func fivePlatformsAnswerThroughTwoSites() async throws {
        let engine = try TestEngine.shared.get()
        let west = try ServedBroker(
            "five-west",
            """
            platforms:
            - {kind: containers, name: podman, engine: \(engine.socket), instance: five-west, cores: 2, memory: 2,
               storage: 4, stateDirectory: \(engine.directory)/state}
            - {kind: scripted, name: tiny, cores: 1}
            """)
        let east = try ServedBroker(
            "five-east",
            """
            platforms:
            - {kind: workflows, name: cwl, programs: {cwltool: \(WorkflowSite.programs)cwltool}}
            - {kind: scripted, name: one, cores: 1}
            - {kind: scripted, name: single, cores: 1}
            """)
        let gateway = try Self.gateway([("west", west), ("east", east)])
        let task = ContainerRun.script("echo five", "compute: {kind: simple-compute-resource, cores: {min: 2}}")
        let offer = try #require(try await gateway.ask(task).offers.first?.id)
        _ = try await gateway.client.accept(offer)
        let session = try await gateway.session(offer)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(try await gateway.output(offer) == "five\n")

        // Who cannot says so from behind both, and has written nothing.
        let stored = (try Self.stored(west), try Self.stored(east))
        let no = try await gateway.ask(task.replacingOccurrences(of: "min: 2", with: "min: 1000"))
        #expect(no.result == .no)
        let origins = Set((no.meta?.messages ?? []).compactMap { $0.values["origin"] })
        #expect(
            origins.isSuperset(of: ["west/podman", "west/tiny", "east/cwl", "east/one", "east/single"]), "\(origins)")
        #expect(try Self.stored(west) == stored.0)
        #expect(try Self.stored(east) == stored.1)
    }

    /// What a broker has on the disk.
    private static func stored(_ broker: ServedBroker) throws -> [Data] {
        try ["berth.db", "berth.db-wal"].map { name in
            try Data(contentsOf: URL(fileURLWithPath: "\(broker.folder)/state/\(name)"))
        }
    }

    @Test func aNoAndItsChangesSurviveTwoHops() async throws {
        let lab = try ServedBroker("lab", "platforms: [{kind: scripted, name: small, cores: 2, memory: 4}]")
        let middle = try Self.gateway([("lab", lab)])
        let gateway = try Self.gateway([("middle", middle)])
        let task = RemoteSite.request("x", cores: 3).replacingOccurrences(of: "max: 10", with: "max: 3")
        let answer = try await gateway.ask(task)
        #expect(answer.result == .no)
        let reason = try #require(answer.meta?.messages.first)
        #expect(reason.message == "compute.cores.min: 3 cores are wanted, this platform has 2.")
        #expect(reason.values["path"] == "compute.cores.min")
        #expect(reason.values["wanted"] == "3")
        #expect(reason.values["available"] == "2")
        #expect(reason.values["reason"] == "never")
        #expect(reason.values["origin"] == "middle/lab")
        let told = answer.meta?.messages.compactMap { ChangeSet(reading: $0) } ?? []
        let change = try #require(told.first, "\(answer.meta?.messages.compactMap(\.message) ?? [])")
        let changed = change.applied(to: try ServedBroker.request(task))
        #expect(try await gateway.client.ask(changed).isYes)
    }

    @Test func whatEachOtherAskEndsAtOnce() async throws {
        let (first, second) = (TestCluster.freePort(), TestCluster.freePort())
        let left = try ServedBroker(
            "left", port: first, "platforms:\n" + Self.remote("right", "http://127.0.0.1:\(second)"))
        let right = try ServedBroker(
            "right", port: second, "platforms:\n" + Self.remote("left", "http://127.0.0.1:\(first)"))
        let begin = ContinuousClock.now
        let answer = try await left.ask(RemoteSite.request("x"))
        #expect(ContinuousClock.now - begin < .seconds(3))
        #expect(answer.result == .no)
        let messages = answer.meta?.messages ?? []
        #expect(
            messages.map(\.message) == [
                "This question has come through this broker before, which asks nobody a second time."
            ])
        #expect(messages.first?.values["origin"] == "right/left")
        _ = right
    }

    @Test func aQuestionGoesNoFurtherThanItMay() async throws {
        let last = try RemoteSite("last").broker
        let third = try ServedBroker("third", "platforms:\n" + Self.remote("last", last.url, "brokers: 2"))
        let second = try ServedBroker("second", "platforms:\n" + Self.remote("third", third.url))
        let first = try ServedBroker("first", "platforms:\n" + Self.remote("second", second.url))
        #expect(try await third.ask(RemoteSite.request("short")).result == .yes)
        #expect(try await second.ask(RemoteSite.request("short")).result == .yes)
        let answer = try await first.ask(RemoteSite.request("short"))
        #expect(
            answer.meta?.messages.map(\.message) == [
                "second/third/last is not asked: the question has come through 3 brokers, 2 are the most."
            ])
    }

    @Test func theTokenSaysWhoAsksAndIsWrittenNowhere() async throws {
        // printf %s sesame-open | sha256sum
        let site = try RemoteSite(
            "token",
            """
            users:
            - name: gateway
              tokenSHA256: \(try await Self.digest("sesame-open"))

            """)
        let folder = site.broker.folder
        let file = folder + "/token"
        try "wrong\n".write(toFile: file, atomically: true, encoding: .utf8)
        let gateway = try ServedBroker(
            "named", "platforms:\n" + Self.remote("site", site.broker.url, "tokenFile: \(file)"))
        let answer = try await gateway.ask(RemoteSite.request("short"))
        #expect(
            answer.meta?.messages.map(\.message) == ["site gave no answer: site does not let this service ask."])
        // Taken up without a start.
        try "sesame-open\n".write(toFile: file, atomically: true, encoding: .utf8)
        let id = try #require(try await gateway.ask(RemoteSite.request("short")).offers.first?.id)
        _ = try await gateway.client.accept(id)
        #expect(try await gateway.session(id).phase == .completed)
        let (_, found) = try await runProgram(["grep", "-rl", "sesame-open", gateway.folder])
        #expect(found == "")
    }

    private static func digest(_ text: String) async throws -> String {
        let (_, output) = try await runProgram(["sh", "-c", "printf %s '\(text)' | sha256sum"])
        return String(output.prefix(64))
    }
}
