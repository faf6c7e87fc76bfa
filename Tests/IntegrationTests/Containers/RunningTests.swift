import BerthContainers
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import Testing

@Suite("Containers on a real engine", .serialized)
struct RunningTests {
    let engine: TestEngine

    init() throws {
        engine = try TestEngine.shared.get()
    }

    @Test("exit codes", arguments: [0, 1, 42] as [Int64])
    func exitCodes(_ code: Int64) async throws {
        let platform = try engine.platform("codes")
        let run = try await ContainerRun(
            platform, ContainerRun.script("echo to-stdout; echo to-stderr >&2; exit \(code)"))
        let outcome = try await run.whole()
        #expect(outcome == .exited(code))
        #expect(try await run.output() == "to-stdout\n")
        #expect(try await run.output(.stderr) == "to-stderr\n")
        #expect(try engine.run(["podman", "ps", "-aq", "--filter", "label=org.berth.instance=codes"]) == "")
        #expect(engine.files("state/codes/sessions") == [])
        await platform.forget(run.work.session)
        #expect(engine.files("state/codes/logs") == [])
    }

    @Test("a container that ended is not run again")
    func startTwice() async throws {
        let platform = try engine.platform("twice")
        let run = try await ContainerRun(platform, ContainerRun.script("echo once"))
        try await run.prepare()
        _ = try await run.finish()
        let outcome = try await run.finish()
        #expect(outcome == .exited(0))
        #expect(try await run.output() == "once\n")
        try await run.release()
    }
}

extension RunningTests {
    @Test("a container that takes more memory than offered is killed, and the message says so")
    func overMemory() async throws {
        let run = try await ContainerRun(
            try engine.platform("memory"), ContainerRun.script("head -c 1500000000 /dev/zero | tail"))
        let outcome = try await run.whole()
        #expect(!outcome.isSuccess)
        #expect(outcome.exitCode == 137)
        #expect(outcome.notes.count == 1)
        #expect(outcome.notes.first?.values["limit"] == "1")
        #expect(outcome.notes.first?.template.contains("more than the {limit} GiB of memory that were offered") == true)
    }

    @Test("cancel stops a running container")
    func cancelRunning() async throws {
        let run = try await ContainerRun(
            try engine.platform("stopped") { $0.stopSeconds = 1 }, ContainerRun.script("echo begun; sleep 600"))
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        let (platform, work) = (run.platform, run.work)
        let end = Task { try await platform.observe(work, after: .running) }
        let piece = try await platform.log(.stdout, of: work, from: 0, limit: 100, waiting: true)
        #expect(piece == LogPiece(bytes: Array("begun\n".utf8), isEnd: false))
        try await platform.cancel(work)
        guard case .finished(let outcome) = try await end.value else {
            Issue.record("it is still running")
            return
        }
        #expect(!outcome.isSuccess)
        #expect(
            outcome.notes.map(\.template) == ["The program was stopped because the session was cancelled."])
        try await run.release()
        #expect(try engine.run(["podman", "ps", "-aq", "--filter", "label=org.berth.instance=stopped"]) == "")
    }

    @Test("output beyond the limit is cut, and what is kept says so")
    func muchOutput() async throws {
        let run = try await ContainerRun(
            try engine.platform("output") { $0.logBytes = 1 << 20 },
            ContainerRun.script("for i in 1 2 3; do head -c 1048576 /dev/zero; sleep 1; done"))
        #expect(try await run.whole() == .exited(0))
        let output = try await run.output()
        let note = "\n[Only the first 1048576 bytes of this output are kept.]\n"
        #expect(output.utf8.count == (1 << 20) + note.utf8.count)
        #expect(output.hasSuffix(note))
    }

    @Test("the engine's own log has a bound; what is kept begins at the begin, and the last words are there")
    func boundOfEngineLog() async throws {
        let run = try await ContainerRun(
            try engine.platform("bound") { $0.logBytes = 1 << 16 },
            ContainerRun.script(
                "echo first >&2; sleep 1; yes 0123456789abcde | head -c 40000000; sleep 1; echo last words >&2"))
        try await run.prepare()
        #expect(try await run.finish() == .exited(0))
        let logs = try engine.run(["find", engine.directory + "/graph", "-name", "ctr.log", "-size", "+66000k"])
        #expect(logs == "")
        let cut = "\n[Only the first 65536 bytes of this output are kept.]\n"
        let isRight = try await run.output() == String(repeating: "0123456789abcde\n", count: 4096) + cut
        #expect(isRight)
        let words = try await run.output(.stderr)
        // On a busy machine the first word may be gone before anybody could read it; then a note says so.
        #expect(words.hasPrefix("first\n") || words.contains("The engine kept only the end of this output"))
        #expect(words.contains("last words\n"))
        try await run.release()
    }

    @Test("a megabyte a second arrives whole")
    func steadyOutput() async throws {
        let run = try await ContainerRun(
            try engine.platform("steady"),
            ContainerRun.script("for i in 1 2 3; do yes 0123456789abcde | head -c 1048576; sleep 1; done"))
        #expect(try await run.whole() == .exited(0))
        let output = try await run.output()
        #expect(output.utf8.count == 3 << 20)
        // Not compared by ==, which on a failure would print both.
        let isWhole = output == String(repeating: "0123456789abcde\n", count: 3 * 65536)
        #expect(isWhole)
    }

    @Test("what the site did not allow is not there: network, root, privileges")
    func confinement() async throws {
        let run = try await ContainerRun(
            try engine.platform("confined"),
            ContainerRun.script(
                """
                touch /here || echo read-only; touch /tmp/x && echo tmp; ls /sys/class/net;
                mount -t tmpfs x /mnt || echo no
                """
            ))
        #expect(try await run.whole() == .exited(0))
        #expect(try await run.output() == "read-only\ntmp\nlo\nno\n")
    }

    @Test("a published port is fetched through its connector")
    func port() async throws {
        let run = try await ContainerRun(
            // A bridge is shared by all engines of a machine, and their addresses then collide.
            try engine.platform("port") { $0.portNetwork = "slirp4netns" },
            """
            executable:
              kind: docker-container
              image: {locations: ["\(TestEngine.image)"]}
              entrypoint: /bin/sh
              command: ["-c", "mkdir /tmp/w; echo page > /tmp/w/page; httpd -f -p 8080 -h /tmp/w"]
              network: {ports: [{access: true, internal: {port: 8080}, protocol: HTTP, path: /page}]}
            """)
        try await run.prepare()
        let progress = try await run.platform.start(run.work)
        let connector = try #require(progress.connectors?.first)
        #expect(connector.status == .available)
        #expect(connector.protocol == "http")
        let location = try #require(connector.location)
        let page = try? engine.run(
            ["curl", "-s", "-m", "5", "--retry", "5", "--retry-delay", "1", "--retry-all-errors", location])
        #expect(page == "page")
        try await run.platform.cancel(run.work)
        try await run.release()
    }

    @Test("an image that is nowhere is told, each location in turn")
    func missingImage() async throws {
        let server = try DataServer()
        let platform = try engine.platform("nowhere") {
            $0.registries = ["localhost", "127.0.0.1:\(server.server.port)"]
        }
        let local = await platform.canIDoThis(
            try ContainerRun.question(
                "executable: {kind: docker-container, image: {locations: [\"localhost/nothing:1\"]}}"))
        guard case .no(let obstacles) = local else {
            Issue.record("\(local)")
            return
        }
        #expect(obstacles.map(\.path.description) == ["executable.image.locations"])
        let run = try await ContainerRun(
            platform,
            "executable: {kind: docker-container, image: {locations: [\"127.0.0.1:\(server.server.port)/nothing:1\"]}}")
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(
            error?.description == "The image 127.0.0.1:\(server.server.port)/nothing:1 cannot be fetched: "
                + "the registry does not have it.", "\(error?.detail ?? "")")
        try await run.release()
        await server.server.stop()
    }

    @Test("a program that is not in the image is told as such, without the words of the engine")
    func missingProgram() async throws {
        let run = try await ContainerRun(
            try engine.platform("absent"),
            """
            executable: {kind: docker-container, image: {locations: ["\(TestEngine.image)"]}, entrypoint: /bin/absent}
            """)
        try await run.prepare()
        let error = await #expect(throws: PlatformError.self) { try await run.finish() }
        #expect(
            error?.description
                == "The container engine could not start the container: "
                + "the program that it should run is not in the image.")
        #expect(error?.detail?.contains("/bin/absent") == true)
        try await run.release()
    }

    @Test("an image with another digest than the one that is wanted is refused")
    func wrongDigest() async throws {
        let digest = "sha256:" + String(repeating: "0", count: 64)
        let answer = await (try engine.platform("digest")).canIDoThis(
            try ContainerRun.question(
                """
                executable:
                  kind: docker-container
                  image: {locations: ["\(TestEngine.image)"], digest: "\(digest)"}
                """))
        guard case .no = answer else {
            Issue.record("\(answer)")
            return
        }
        var run = try await ContainerRun(try engine.platform("digest"), ContainerRun.script("true"))
        run.work.plan.details = ["images": [.text(TestEngine.image)], "digest": .text(digest)]
        let error = await #expect(throws: PlatformError.self) { try await run.prepare() }
        #expect(error?.code == .mismatch)
        #expect(error?.message == "\(TestEngine.image) does not have the digest \(digest).")
        try await run.release()
    }

    @Test("cancel ends a pull from a registry that never answers")
    func cancelWhilePulling() async throws {
        let server = try DataServer()
        let run = try await ContainerRun(
            try engine.platform("slow") { $0.registries = ["127.0.0.1:\(server.server.port)"] },
            "executable: {kind: docker-container, image: {locations: [\"127.0.0.1:\(server.server.port)/slow:1\"]}}")
        let (platform, work) = (run.platform, run.work)
        let pulling = Task { try await platform.prepare(.executable, of: work) }
        for await path in server.asked where path.hasPrefix("/v2/slow") { break }
        try await platform.cancel(work)
        let error = await #expect(throws: PlatformError.self) { try await pulling.value }
        #expect(error?.code == .cancelled)
        try await run.release()
        await server.server.stop(deadlineSeconds: 1)
    }

    @Test("cancel at any moment of the preparation leaves no container, and the engine can list them")
    func cancelWhilePreparing() async throws {
        let platform = try engine.platform("hasty") { $0.stopSeconds = 0 }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    let run = try await ContainerRun(platform, ContainerRun.script("true"))
                    let preparing = Task { try? await run.prepare() }
                    try await Task.sleep(for: .milliseconds(number * 12))
                    try await platform.cancel(run.work)
                    // A broker waits for what it cancelled only so long.
                    if number % 2 == 0 { await preparing.value }
                    try await run.release()
                    await preparing.value
                }
            }
            try await group.waitForAll()
        }
        #expect(try engine.run(["podman", "ps", "-aq", "--filter", "label=org.berth.instance=hasty"]) == "")
        #expect(engine.files("state/hasty/sessions") == [])
        #expect(try await platform.releaseOrphans(keeping: []) == [])
    }

    @Test("what an engine that was away could not release is released when it is back")
    func releasedLater() async throws {
        let engine = try TestEngine("later")
        let run = try await ContainerRun(try engine.platform("later"), ContainerRun.script("sleep 600"))
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        engine.stop()
        for part in Part.inOrder(of: run.work.plan).reversed() { try? await run.platform.release(part, of: run.work) }
        #expect(engine.files("state/later/sessions") == ["\(run.work.session)"])
        try engine.start()
        for _ in 0..<200 where !engine.files("state/later/sessions").isEmpty {
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(engine.files("state/later/sessions") == [])
        #expect(try engine.run(["podman", "ps", "-aq"]) == "")
        engine.stop()
    }

    @Test("orphans are released, the things of others are not")
    func orphans() async throws {
        let kept = try await ContainerRun(try engine.platform("orphans"), ContainerRun.script("sleep 600"))
        let orphan = try await ContainerRun(
            try engine.platform("orphans"),
            ContainerRun.script("sleep 600", "storage: [{kind: simple-storage-resource, size: {min: 1}}]"))
        let other = try await ContainerRun(try engine.platform("others"), ContainerRun.script("sleep 600"))
        for run in [kept, orphan, other] {
            try await run.prepare()
            _ = try await run.platform.start(run.work)
        }
        // A broker that was started again knows only what is stored.
        let platform = try engine.platform("orphans")
        #expect(try await platform.releaseOrphans(keeping: [kept.work.session]) == [orphan.work.session])
        #expect(engine.files("state/orphans/sessions") == ["\(kept.work.session)"])
        #expect(try await platform.observe(kept.work, after: nil) == .running)
        #expect(try await other.platform.observe(other.work, after: nil) == .running)
        for run in [kept, orphan, other] { try await run.release() }
    }

    @Test("an engine that is stopped in the middle and comes back has run the work to its end")
    func engineComesBack() async throws {
        let engine = try TestEngine("restart")
        let run = try await ContainerRun(
            try engine.platform("restart"), ContainerRun.script("echo before; sleep 3; echo after; exit 7"))
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        let (platform, work) = (run.platform, run.work)
        let end = Task { try await platform.observe(work, after: .running) }
        _ = try await platform.log(.stdout, of: work, from: 0, limit: 100, waiting: true)
        engine.stop()
        try engine.start()
        #expect(try await end.value == .finished(.exited(7)))
        #expect(try await run.output() == "before\nafter\n")
        try await run.release()
        engine.stop()
    }

    @Test("a platform that looks at itself finds its engine, and names one that is not there")
    func findings() async throws {
        let engine = try TestEngine.shared.get()
        let found = await (try engine.platform("findings")).findings()
        #expect(found.map(\.subject) == ["engine", "state directory", "cores", "memory"])
        #expect(found.map(\.isWell) == [true, true, true, true], "\(found)")
        #expect(found[0].found.hasPrefix("Podman Engine "))
        let absent = await (try engine.platform("findings") { $0.engine = "/nonexistent.sock" }).findings()
        #expect(absent.map(\.isWell) == [false, true, true, true])
    }

    @Test("an engine that does not come back is told as such")
    func engineStaysAway() async throws {
        let engine = try TestEngine("away")
        let run = try await ContainerRun(
            try engine.platform("away") { $0.engineSeconds = 1 }, ContainerRun.script("sleep 600"))
        try await run.prepare()
        _ = try await run.platform.start(run.work)
        let (platform, work) = (run.platform, run.work)
        let end = Task { try await platform.observe(work, after: .running) }
        await Task.yield()
        engine.stop()
        let error = await #expect(throws: PlatformError.self) { try await end.value }
        #expect(error?.code == .unreachable)
        #expect(
            error?.message
                == "The container engine does not answer; is it running, and may the broker use its socket?")
        #expect(error?.description.contains(engine.directory) == false)
        #expect(error?.detail?.hasPrefix(engine.socket + ": ") == true)
        let answer = await platform.canIDoThis(try ContainerRun.question(ContainerRun.script("true")))
        guard case .silence(let silence) = answer else {
            Issue.record("\(answer)")
            return
        }
        #expect(silence.reason == .unreachable)
        try engine.start()
        try await run.release()
        engine.stop()
    }
}
