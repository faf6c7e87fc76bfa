import BerthContainers
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Foundation
import Testing

@Suite("Data and volumes of containers", .serialized)
struct StagingTests {
    let engine: TestEngine

    init() throws {
        engine = try TestEngine.shared.get()
    }

    @Test("the container prints the checksum of data that was staged, and writes into a second volume")
    func stagedData() async throws {
        let server = try DataServer()
        let run = try await ContainerRun(
            try engine.platform("staged"),
            ContainerRun.script(
                "sha256sum /in/data.txt; echo made > /out/file; cat /out/file; echo no > /in/new || echo read-only",
                """
                storage:
                  - {kind: simple-storage-resource, meta: {name: inputs}, size: {min: 1}}
                  - {kind: simple-storage-resource, meta: {name: results}, size: {min: 1}}
                data:
                  - kind: simple-data-resource
                    storage: inputs
                    location: "\(server.origin)/data.txt"
                compute:
                  kind: simple-compute-resource
                  volumes:
                    - {kind: simple-volume-mount, path: /in, resource: inputs}
                    - {kind: simple-volume-mount, path: /out, mode: READWRITE, resource: results}
                """))
        let outcome = try await run.whole()
        #expect(outcome == .exited(0))
        #expect(
            try await run.output() == """
                69c646446c1e08ec4cc57e1324f87b4f2a365bbf23c78d8b0ad11f81f2539a06  /in/data.txt
                made
                read-only

                """)
        #expect(engine.files("state/staged/sessions") == [])
        await server.server.stop()
    }

    @Test("a volume of data holds its file alone")
    func volumeOfData() async throws {
        let server = try DataServer()
        let run = try await ContainerRun(
            try engine.platform("file"),
            ContainerRun.script(
                "ls /volumes/text; cat /volumes/text/data.txt",
                """
                data:
                  - {kind: simple-data-resource, meta: {name: text}, location: "\(server.origin)/data.txt"}
                compute:
                  kind: simple-compute-resource
                  volumes: [{kind: simple-volume-mount, resource: text}]
                """))
        #expect(try await run.whole() == .exited(0))
        #expect(try await run.output() == "data.txt\n" + DataServer.text)
        await server.server.stop()
    }

    @Test("data that is not there is told when it is asked for")
    func missingData() async throws {
        let server = try DataServer()
        let platform = try engine.platform("missing")
        let answer = await platform.canIDoThis(
            try ContainerRun.question(
                ContainerRun.script(
                    "true", "data: [{kind: simple-data-resource, location: \"\(server.origin)/nothing\"}]")))
        guard case .no(let obstacles) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(obstacles.map(\.rung) == [.dataUnreachable])
        #expect(obstacles.map(\.path.description) == ["data[0].location"])
        #expect(
            obstacles.first?.values["problem"] == "There is no data at \(server.origin)/nothing (status 404).")
        await server.server.stop()
    }

    @Test("data called a.part and data called a both arrive")
    func namesOfParts() async throws {
        let server = try DataServer()
        try "the part".write(toFile: engine.directory + "/b.part", atomically: true, encoding: .utf8)
        try "the whole".write(toFile: engine.directory + "/b", atomically: true, encoding: .utf8)
        let run = try await ContainerRun(
            try engine.platform("parts") { $0.hostPaths = [engine.directory] },
            ContainerRun.script(
                "for name in data.txt.part data.txt b.part b; do cat /in/$name; echo; done",
                """
                storage: [{kind: simple-storage-resource, meta: {name: inputs}, size: {min: 1}}]
                data:
                  - {kind: simple-data-resource, storage: inputs, location: "\(server.origin)/data.txt.part"}
                  - {kind: simple-data-resource, storage: inputs, location: "\(server.origin)/data.txt"}
                  - {kind: simple-data-resource, storage: inputs, location: "file://\(engine.directory)/b.part"}
                  - {kind: simple-data-resource, storage: inputs, location: "file://\(engine.directory)/b"}
                compute:
                  kind: simple-compute-resource
                  volumes: [{kind: simple-volume-mount, path: /in, resource: inputs}]
                """))
        #expect(try await run.whole() == .exited(0))
        #expect(try await run.output() == "another text\n\(DataServer.text)\nthe part\nthe whole\n")
        await server.server.stop()
    }

    @Test("a pipe in an allowed directory is refused at once, also when it took the place of a file")
    func pipes() async throws {
        let (pipe, file) = (engine.directory + "/pipe", engine.directory + "/file")
        try engine.run(["mkfifo", pipe])
        try "data".write(toFile: file, atomically: true, encoding: .utf8)
        let platform = try engine.platform("pipes") { $0.hostPaths = [engine.directory] }
        func request(_ path: String) -> String {
            ContainerRun.script("true", "data: [{kind: simple-data-resource, location: \"file://\(path)\"}]")
        }
        guard case .no(let obstacles) = await platform.canIDoThis(try ContainerRun.question(request(pipe))) else {
            Issue.record("the pipe is taken")
            return
        }
        #expect(obstacles.map(\.rung) == [.notAllowed])
        let run = try await ContainerRun(platform, request(file))
        try engine.run(["mv", pipe, file])
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(error?.message == "This site does not let file://\(file) be read.")
        try await run.release()
        #expect(engine.files("state/pipes/sessions") == [])
    }

    @Test("cancel ends a transfer that would never end")
    func cancelWhileStaging() async throws {
        let server = try DataServer()
        let run = try await ContainerRun(
            try engine.platform("endless"),
            ContainerRun.script("true", "data: [{kind: simple-data-resource, location: \"\(server.origin)/endless\"}]"))
        _ = try await run.platform.prepare(.storage(0), of: run.work)
        let (platform, work) = (run.platform, run.work)
        let staging = Task { try await platform.prepare(.data(0), of: work) }
        while !engine.files("state/endless/sessions/\(work.session)").contains("data-0.part") {
            await Task.yield()
        }
        try await platform.cancel(work)
        let error = await #expect(throws: PlatformError.self) { try await staging.value }
        #expect(error?.code == .cancelled)
        try await run.release()
        #expect(engine.files("state/endless/sessions") == [])
        await server.server.stop(deadlineSeconds: 1)
    }
}

/// What a task must not reach: every path of the host beside its own storage.
extension StagingTests {
    private static let volume = """
        storage: [{kind: simple-storage-resource, meta: {name: disk}, size: {min: 1}}]
        compute:
          kind: simple-compute-resource
          volumes: [{kind: simple-volume-mount, path: /out, mode: READWRITE, resource: disk}]
        """

    private func containers(_ instance: String) throws -> String {
        try engine.run(["podman", "ps", "-aq", "--filter", "name=berth-\(instance)-"])
    }

    @Test("a plan with a volume whose path holds options of a mount is not handed to the engine")
    func mountOptions() async throws {
        var run = try await ContainerRun(
            try engine.platform("options"), ContainerRun.script("echo x > /mnt/mine", Self.volume))
        guard case .simple(var compute)? = run.work.plan.compute, case .simple(var volume)? = compute.volumes.first
        else {
            Issue.record("the plan has no volume")
            return
        }
        volume.path = "/mnt,source=\(engine.directory)"
        compute.volumes = [.simple(volume)]
        run.work.plan.compute = .simple(compute)
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(error?.code == .refused)
        #expect(try containers("options") == "")
        try await run.release()
    }

    @Test("a container in which more of the host is mounted than was meant is deleted and not run")
    func otherMounts() async throws {
        let run = try await ContainerRun(
            try engine.platform("other"), ContainerRun.script("echo x > /mnt/mine", Self.volume))
        _ = try await run.platform.prepare(.storage(0), of: run.work)
        let storage = engine.directory + "/state/other/sessions/\(run.work.session)/storage-0"
        try engine.run([
            "podman", "create", "--name", "berth-other-\(run.work.session)", "-v", "\(storage):/out", "-v",
            "\(engine.directory):/mnt", TestEngine.image, "/bin/sh", "-c", "echo x > /mnt/mine",
        ])
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(error?.code == .refused)
        #expect(
            error?.message
                == "The container engine mounted something else than was meant; the container was deleted unused.")
        #expect(try containers("other") == "")
        #expect(!engine.files("").contains("mine"))
        try await run.release()
    }

    @Test("a volume that the image declares is a bounded place in memory and no volume of the engine")
    func volumesOfImage() async throws {
        try engine.run([
            "sh", "-c",
            "tar -C \(engine.directory)/root -c . | podman import -q --change 'VOLUME /vol' - localhost/berth-volume:1",
        ])
        let run = try await ContainerRun(
            try engine.platform("volume") { $0.temporaryBytes = 1 << 20 },
            """
            executable:
              kind: docker-container
              image: {locations: ["localhost/berth-volume:1"]}
              entrypoint: /bin/sh
              command: ["-c", "echo some > /vol/x; cat /vol/x; head -c 3000000 /dev/zero > /vol/x || echo full"]
            """)
        try await run.prepare()
        #expect(try engine.run(["podman", "volume", "ls", "-q"]) == "")
        #expect(try await run.finish() == .exited(0))
        #expect(try await run.output() == "some\nfull\n")
        try await run.release()
    }

    @Test("a file whose name is no text counts as storage, and is deleted at the end")
    func rawNames() async throws {
        let run = try await ContainerRun(
            try engine.platform("raw") { $0.storageCheckSeconds = 1 },
            ContainerRun.script(
                "name=/out/$(busybox printf '\\\\377'); busybox fallocate -l 1100000000 $name; sleep 600", Self.volume))
        let outcome = try await run.whole()
        #expect(!outcome.isSuccess)
        #expect(outcome.notes.first?.template.contains("wrote more than the {limit} GiB of storage[{index}]") == true)
        #expect(engine.files("state/raw/sessions") == [])
    }
}
