import BerthContainers
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
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

    @Test("cancel ends a transfer that would never end")
    func cancelWhileStaging() async throws {
        let server = try DataServer()
        let run = try await ContainerRun(
            try engine.platform("endless"),
            ContainerRun.script("true", "data: [{kind: simple-data-resource, location: \"\(server.origin)/endless\"}]"))
        _ = try await run.platform.prepare(.storage(0), of: run.work)
        let (platform, work) = (run.platform, run.work)
        let staging = Task { try await platform.prepare(.data(0), of: work) }
        while !engine.files("state/endless/sessions/\(work.session)/storage-0").contains("endless.part") {
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
