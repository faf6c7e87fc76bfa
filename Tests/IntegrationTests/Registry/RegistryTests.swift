import BerthClient
import BerthDocument
import BerthHTTP
import BerthModel
import BerthRegistry
import Foundation
import Testing

/// A real registry: what is published is found by others, and what is found is asked.
@Suite(.serialized) struct RegistryTests {
    private static let publish = """
        publish:
          authority: x-test.broker
          title: A broker under test
          shortName: TestBroker
          description: Runs what tests ask for, & nothing <else>.
          publisher: Tests
          contact: {name: "Tester, T.", email: ops@example.org}
          subjects: [virtual-observatories]

        """

    private static func site(_ name: String, _ more: String = "") throws -> ServedBroker {
        try ServedBroker(name, RemoteSite.configuration + publish + more)
    }

    /// A broker that has nothing but what a registry lists.
    private static func gateway(_ url: String, kind: String = "regtap", _ more: String = "") -> String {
        """
        registries:
        - {name: euro, kind: \(kind), url: '\(url)', addresses: [127.0.0.0/8]\(more)}

        """
    }

    private static func listed(_ broker: ServedBroker, asked count: Int) async throws -> PlatformList {
        let isThere = try await broker.eventually {
            try await broker.client.platforms().value.platforms.count == count
        }
        let list = try await broker.client.platforms().value
        #expect(isThere, "\(list) \(broker.log)")
        return list
    }

    /// Asks for a task, accepts the first offer and waits for its end.
    private static func run(_ image: String, at broker: ServedBroker) async throws -> Session {
        let answer = try await broker.ask(RemoteSite.request(image))
        let id = try #require(answer.offers.first?.id, "\(answer)")
        _ = try await broker.client.accept(id)
        return try await broker.session(id)
    }

    @Test func `a broker is found in a searchable registry, asked, and runs a task`() async throws {
        let site = try Self.site("listed")
        let registry = try TestRegistry(publishing: site.url)
        let dead = TestCluster.freePort()
        try registry.list([
            .init(ivoid: "ivo://x-test.broker/site", url: site.url),
            .init(ivoid: "ivo://x-test.broker/dead", url: "http://127.0.0.1:\(dead)"),
            .init(
                ivoid: "ivo://x-test.broker/closed", url: "https://closed.example.org",
                securityMethods: ["ivo://ivoa.net/sso#BasicAA"], authenticatedOnly: true),
            .init(
                ivoid: "ivo://x-test.broker/next", url: "https://next.example.org",
                standardID: "ivo://ivoa.net/std/ExecutionBroker#v2.0"),
        ])
        let gateway = try ServedBroker("finder", Self.gateway(registry.tap))
        let list = try await Self.listed(gateway, asked: 1)
        #expect(list.platforms.first?.name == "x-test-broker-site")
        #expect(list.platforms.first?.registry == "euro")
        #expect(list.platforms.first?.identifier == "ivo://x-test.broker/site")
        _ = try await gateway.eventually {
            try await gateway.client.platforms().value.registries.first?.unasked.first?.next != nil
        }
        let known = try #require(try await gateway.client.platforms().value.registries.first)
        #expect(known.listed == 4 && known.asked == 1 && known.problem == nil)
        #expect(
            known.unasked.map { "\($0.identifier ?? ""): \($0.reason ?? "")" } == [
                "ivo://x-test.broker/dead: It cannot be reached.",
                "ivo://x-test.broker/closed: It is not asked: it lets in who shows ivo://ivoa.net/sso#BasicAA, which "
                    + "nobody can here.",
                "ivo://x-test.broker/next: It is not asked: it speaks version 2.0 of the standard, and 1.x is spoken "
                    + "here.",
            ])
        let session = try await Self.run("works", at: gateway)
        #expect(session.phase == .completed, "\(session.texts)")
        #expect(try await site.client.sessions(in: [.completed]).value.sessions.count == 1)

        // The registry goes away: the last good list holds, also after a start.
        registry.stop()
        gateway.kill()
        try gateway.start()
        let kept = try await gateway.client.platforms().value
        #expect(kept.platforms.map(\.name) == ["x-test-broker-site"])
        _ = try await gateway.eventually {
            try await gateway.client.platforms().value.registries.first?.problem != nil
        }
        let away = try #require(try await gateway.client.platforms().value.registries.first)
        #expect(
            away.problem
                == "The registry at \(registry.tap) cannot be reached. The list that it gave last holds.")
        #expect(away.answered == known.answered)
        #expect(try await Self.run("again", at: gateway).phase == .completed)
    }

    @Test func `a session goes on when its site has left the registry`() async throws {
        let site = try Self.site("leaving")
        let registry = try TestRegistry(publishing: site.url)
        let other = try Self.site("staying")
        try registry.list([.init(ivoid: "ivo://x-test.broker/leaving", url: site.url)])
        var settings = RegistrySettings()
        settings.url = registry.tap
        #expect(try await RegistryReader(settings).listing()?.services.map(\.url) == [site.url])

        let gateway = try ServedBroker("follower", Self.gateway(registry.tap, ", refresh: PT1M"))
        _ = try await Self.listed(gateway, asked: 1)
        let answer = try await gateway.ask(RemoteSite.request("long"))
        let id = try #require(answer.offers.first?.id, "\(answer)")
        _ = try await gateway.client.accept(id)
        _ = try await gateway.session(id, in: [.running])
        try registry.list([.init(ivoid: "ivo://x-test.broker/staying", url: other.url)])
        // A start asks again at once, where a refresh would take its minute.
        gateway.kill()
        try gateway.start()
        let isSo = try await gateway.eventually {
            try await gateway.client.platforms().value.platforms.map(\.name) == ["x-test-broker-staying"]
        }
        #expect(isSo, "\(gateway.log)")
        #expect(try await gateway.client.session(id).value.phase == .running)
        _ = try await gateway.client.cancel(id)
        #expect(try await gateway.session(id).phase == .cancelled)
        #expect(try await site.unfinished().isEmpty)
    }

    @Test func `a broker is found in publishing registries, and does not ask itself`() async throws {
        let site = try Self.site("published")
        let registry = try TestRegistry(publishing: site.url)
        let gateway = try ServedBroker("harvester", Self.gateway(registry.oai, kind: "oai"))
        let list = try await Self.listed(gateway, asked: 1)
        #expect(list.platforms.first?.identifier == "ivo://x-test.broker/rr/q/exec")
        #expect(try await Self.run("works", at: gateway).phase == .completed)

        // A Berth is such a registry of itself, and knows itself under another name.
        let direct = try ServedBroker("direct", Self.gateway(site.url + "/registry/oai", kind: "oai"))
        #expect(try await Self.listed(direct, asked: 1).platforms.first?.identifier == "ivo://x-test.broker/berth")
        let port = TestCluster.freePort()
        let itself = try ServedBroker(
            "itself", port: port,
            Self.publish + "publicURL: 'http://localhost:\(port)'\n"
                + Self.gateway("http://127.0.0.1:\(port)/registry/oai", kind: "oai", ", only: ['*']"))
        _ = try await itself.eventually {
            try await itself.client.platforms().value.registries.first?.unasked.isEmpty == false
        }
        let known = try await itself.client.platforms().value
        #expect(known.platforms.isEmpty)
        #expect(
            known.registries.first?.unasked.map(\.reason) == ["It is not asked: it is this service itself."],
            "\(itself.log)")
    }

    /// PyVO, which nobody here wrote, finds the broker and reads what it can do.
    @Test func `an independent client finds the broker and reads its capabilities`() async throws {
        let site = try Self.site("found")
        let registry = try TestRegistry(publishing: site.url)
        try registry.list([.init(ivoid: "ivo://x-test.broker/site", url: site.url)])
        let result = try await TestRegistry.python(
            """
            import os, sys
            os.environ["IVOA_REGISTRY"] = sys.argv[1]
            import pyvo
            from pyvo.io import vosi
            from pyvo.registry import Servicetype
            found = pyvo.registry.search(Servicetype("ivo://ivoa.net/std/executionbroker#v1.0"))
            print([record.ivoid for record in found])
            url = found[0].interfaces[0].access_url
            print(url)
            for capability in vosi.parse_capabilities(url + "/capabilities"):
                print(capability.standardid, capability.interfaces[0].accessurls[0].content)
            print(vosi.parse_availability(url + "/availability").available)
            """, [registry.tap])
        #expect(result.status == 0, "\(result.output)")
        let lines = result.output.split(separator: "\n").suffix(6).map(String.init)
        #expect(
            lines == [
                "['ivo://x-test.broker/site']", site.url,
                "ivo://ivoa.net/std/ExecutionBroker#v1.0 \(site.url)",
                "ivo://ivoa.net/std/VOSI#capabilities \(site.url)/capabilities",
                "ivo://ivoa.net/std/VOSI#availability \(site.url)/availability", "True",
            ], "\(result.output)")
    }
}
