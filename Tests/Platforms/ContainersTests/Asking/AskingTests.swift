import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthContainers

/// Refusals that need neither an engine nor a network: the socket named here does not exist.
@Suite struct AskingTests {
    @Test(
        "a registry inside the site is refused unless the site names it",
        arguments: [
            ("127.0.0.1:8741/a/b:1", [], "notAllowed executable.image.locations[0]"),
            ("169.254.169.254/x/y:1", [], "notAllowed executable.image.locations[0]"),
            ("localhost:5000/x", ["quay.io"], "notAllowed executable.image.locations[0]"),
            ("127.0.0.1:8741/a/b:1", ["127.0.0.1:8741"], "unreachable"), ("quay.io/a", [], "unreachable"),
        ])
    func registries(_ location: String, _ registries: [String], _ answer: String) async throws {
        let yaml = "executable: {kind: docker-container, image: {locations: [\"\(location)\"]}}"
        #expect(try await self.answer(yaml, registries: registries) == [answer])
    }

    private func answer(_ yaml: String, registries: [String] = ["localhost"]) async throws -> [String] {
        var settings = ContainerSettings()
        settings.engine = "/nonexistent/engine.sock"
        settings.stateDirectory = "/nonexistent/state"
        settings.cores = 2
        settings.memory = 4
        settings.storage = 10
        settings.registries = registries
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let request = ExecutionRequest.reading(document, from: .yaml).value
        var number: UInt64 = 0
        let question = Question(
            request, asker: .anonymous, now: Instant(seconds: 0), defaults: .init(),
            nextID: {
                number += 1
                return UUID(high: 0, low: number)
            })
        switch await (try ContainerPlatform(settings)).canIDoThis(question) {
        case .yes: return ["yes"]
        case .no(let obstacles): return obstacles.map { "\($0.rung.name) \($0.path)" }
        case .silence(let silence): return ["\(silence.reason)"]
        }
    }

    private func container(_ rest: String) -> String {
        "executable:\n  kind: docker-container\n  image: {locations: [localhost/x:1]}\n" + rest
    }

    @Test("an engine that is not there is silence, and only asked when all else is well")
    func silence() async throws {
        #expect(try await answer(container("")) == ["unreachable"])
    }

    @Test("all obstacles come together, the worst last")
    func together() async throws {
        let yaml = container(
            """
              privileged: true
            compute: {kind: simple-compute-resource, cores: {min: 3}, memory: {min: 5}}
            data: [{kind: simple-data-resource, location: "file:///etc/passwd"}]
            """)
        #expect(
            try await answer(yaml) == [
                "notAllowed data[0].location", "notAllowed executable.privileged", "never compute.cores.min",
                "never compute.memory.min",
            ])
    }

    @Test(
        "what is not possible, and where",
        arguments: [
            (
                "  network: {ports: [{access: true, internal: {port: 0}}]}",
                "contradictory executable.network.ports[0].internal.port"
            ),
            (
                "  network: {ports: [{internal: {port: 1}, external: {port: 2}}]}",
                "notAllowed executable.network.ports[0].external"
            ),
            (
                "  network: {ports: [{internal: {port: 1}, protocol: SCTP}]}",
                "notKnown executable.network.ports[0].protocol"
            ),
            ("data: [{kind: rucio-data-resource}]", "notKnown data[0].kind"),
            ("data: [{kind: simple-data-resource, location: \"ftp://h/x\"}]", "notKnown data[0].location"),
            ("data: [{kind: simple-data-resource}]", "contradictory data[0].location"),
            ("data: [{kind: S3-data-resource, bucket: b, object: o}]", "contradictory data[0].endpoint"),
            ("data: [{kind: ivoa-data-resource}]", "notKnown data[0].ivoa"),
            ("data: [{kind: skao-data-resource}]", "notKnown data[0].skao.replicas"),
        ])
    func obstacles(_ rest: String, _ obstacle: String) async throws {
        #expect(try await answer(container(rest)) == [obstacle])
    }

    @Test(
        "a volume whose path or name an engine could read as further options is refused",
        arguments: ["path: \"/mnt,source=/etc\"", "meta: {name: \"v,source=/etc\"}", "path: \"/mnt\\\"\""])
    func mountOptions(_ member: String) async throws {
        let yaml = container(
            """
            storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
            compute:
              kind: simple-compute-resource
              volumes: [{kind: simple-volume-mount, resource: disk, \(member), mode: READWRITE}]
            """)
        #expect(try await answer(yaml) == ["contradictory compute.volumes[0].path"])
    }

    @Test(
        "images that are not taken",
        arguments: [
            ("{locations: [quay.io/x]}", "notAllowed executable.image.locations[0]"),
            ("{locations: [\"--privileged\"]}", "contradictory executable.image.locations[0]"),
            ("{locations: [\"dir:/etc\"]}", "contradictory executable.image.locations[0]"),
            ("{locations: [deadbeefcafe]}", "contradictory executable.image.locations[0]"),
            ("{locations: [\"127.0.0.1:8741/a/b:1\"]}", "notAllowed executable.image.locations[0]"),
            ("{locations: [\"oci://x\"]}", "contradictory executable.image.locations[0]"),
            ("{locations: [localhost/x], digest: \"sha256:1\"}", "contradictory executable.image.digest"),
            (
                "{locations: [localhost/x], platform: {architecture: s390x}}",
                "never executable.image.platform.architecture"
            ),
            ("{locations: [localhost/x], platform: {os: windows}}", "never executable.image.platform.os"),
            ("{}", "contradictory executable.image.locations"),
        ])
    func images(_ image: String, _ obstacle: String) async throws {
        #expect(try await answer("executable: {kind: docker-container, image: \(image)}") == [obstacle])
    }
}
