import BerthBroker
import BerthModel
import BerthPlatform
import BerthSlurm
import Foundation
import Testing

/// Containers that run on the nodes of a real cluster, from images of a real registry.
@Suite("Containers run on the nodes of a cluster", .serialized)
struct SlurmContainerTests {
    private func broker(
        _ instance: String, _ images: TestImages, _ change: (inout SlurmSettings) -> Void = { _ in }
    ) async throws -> BrokerOnEngine {
        let cluster = try TestCluster.tasks.get()
        let platform = try cluster.platform("containers-" + instance) {
            Self.take(images, for: &$0)
            change(&$0)
        }
        return try await BrokerOnEngine(platform, database: cluster.directory + "/containers-\(instance).db")
    }

    static func take(_ images: TestImages, for settings: inout SlurmSettings) {
        settings.images.registries = [images.registry]
        settings.images.plainRegistries = [images.registry]
    }

    /// A request that runs a shell script in the test image.
    static func request(_ image: String, _ script: String, _ rest: String = "") -> String {
        let quoted = script.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
        return """
            executable:
              kind: docker-container
              image: {locations: ["\(image)"]}
              entrypoint: /bin/sh
              command: ["-c", "\(quoted)"]
              environment: {NAME: "$HOME it's"}
            \(rest)
            """
    }

    private func refusal(_ broker: BrokerOnEngine, _ yaml: String) async throws -> String {
        let answer = try await broker.broker.ask(try BrokerOnEngine.request(yaml), as: .anonymous)
        #expect(answer.result == .no)
        return (answer.meta?.messages ?? []).compactMap(\.message).joined(separator: "\n")
    }

    @Test func aContainerHasItsVolumesVariablesAndNothingElse() async throws {
        let images = try TestImages.shared.get()
        let broker = try await broker("whole", images)
        let script = """
            pwd; echo "$NAME $OF $OMP_NUM_THREADS"; echo err >&2; echo kept >/data/out/f; cat /data/out/f; \
            touch /x 2>/dev/null || echo image-read-only; touch /ro/x 2>/dev/null || echo volume-read-only; \
            touch /tmp/x && echo temporary; ls \(images.directory) 2>/dev/null || echo no-host
            """
        let id = try await broker.accepted(
            Self.request(
                images.image, script,
                """
                storage:
                - {kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}
                compute:
                  kind: simple-compute-resource
                  cores: {min: 2, max: 2}
                  volumes:
                  - {kind: simple-volume-mount, path: /data/out, mode: READWRITE, resource: disk}
                  - {kind: simple-volume-mount, path: /ro, mode: READONLY, resource: disk}
                """))
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(
            try await broker.output(id) == """
                /data
                $HOME it's image 2
                kept
                image-read-only
                volume-read-only
                temporary
                no-host

                """)
        #expect(try await broker.output(id, .stderr) == "err\n")
        #expect(view.texts.contains("The image \(images.registry)/berth/test@sha256:"), "\(view.texts)")
        #expect(try TestCluster.tasks.get().files("sessions/containers-whole/sessions").isEmpty)
        await broker.stop()
    }

    @Test func anExitCodeFailsTheSession() async throws {
        let images = try TestImages.shared.get()
        let broker = try await broker("exit", images)
        let view = try await broker.session(try await broker.accepted(Self.request(images.image, "exit 42")))
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("The program ended with exit code 42."), "\(view.texts)")
        await broker.stop()
    }

    @Test func aContainerThatTakesTooMuchMemoryIsStopped() async throws {
        let images = try TestImages.shared.get()
        let broker = try await broker("memory", images)
        let id = try await broker.accepted(
            Self.request(
                images.image, "tail -c 1400000000 /dev/zero; sleep 600",
                "compute: {kind: simple-compute-resource, memory: {min: 1, max: 1}}"))
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("took more than the 1 GiB of memory"), "\(view.texts)")
        await broker.stop()
    }

    @Test func aSingularityContainerIsAnImageOfARegistry() async throws {
        let images = try TestImages.shared.get()
        let broker = try await broker("singularity", images)
        let id = try await broker.accepted(
            "executable: {kind: singularity-container, location: \"docker://\(images.image)\"}\n")
        let view = try await broker.session(id)
        #expect(view.session.phase == .completed, "\(view.texts)")
        #expect(try await broker.output(id) == "own\n")
        let texts = try await refusal(
            broker, "executable: {kind: singularity-container, location: \"https://a.example/b.sif\"}\n")
        #expect(texts.contains("https://a.example/b.sif is no image that is run on the nodes"), "\(texts)")
        await broker.stop()
    }

    @Test func anImageThatIsNotThereIsANo() async throws {
        let images = try TestImages.shared.get()
        let broker = try await broker("missing", images)
        let none = try await refusal(broker, Self.request("\(images.registry)/berth/none:1", "true"))
        #expect(none.contains("berth/none:1 cannot be fetched: reading manifest"), "\(none)")
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let other = try await refusal(broker, Self.request("\(images.registry)/berth/test@\(digest)", "true"))
        #expect(other.contains("cannot be fetched"), "\(other)")
        let strange = try await refusal(broker, Self.request("quay.io/a/b:1", "true"))
        #expect(strange.contains("this site takes no images from quay.io"), "\(strange)")
        await broker.stop()
    }

    @Test func aClusterThatCannotRunContainersSaysSo() async throws {
        let images = try TestImages.shared.get()
        let without = try await broker("without", images) { $0.programs.bwrap = "/nowhere/bwrap" }
        let texts = try await refusal(without, Self.request(images.image, "true"))
        #expect(texts.contains("docker-container takes Bubblewrap"), "\(texts)")
        await without.stop()
        let bare = try await broker("bare", images) { $0.images.skopeo = "/nowhere/skopeo" }
        let words = try await refusal(bare, Self.request(images.image, "true"))
        #expect(words.contains("images are fetched by /nowhere/skopeo, which the broker"), "\(words)")
        await bare.stop()
    }

    @Test func anImageThatIsGoneWhenItIsFetchedFailsTheSession() async throws {
        let images = try TestImages("gone")
        let broker = try await broker("gone", images)
        let answer = try await broker.broker.ask(
            try BrokerOnEngine.request(Self.request(images.image, "true")), as: .anonymous)
        let id = try #require(answer.offers.first?.component.meta?.uuid)
        images.stop()
        _ = try await broker.broker.update(id, with: BrokerOnEngine.phase(.accepted), as: .anonymous)
        let view = try await broker.session(id)
        #expect(view.session.phase == .failed)
        #expect(view.texts.contains("connection refused"), "\(view.texts)")
        #expect(try TestCluster.tasks.get().files("sessions/containers-gone/sessions").isEmpty)
        await broker.stop()
    }
}
