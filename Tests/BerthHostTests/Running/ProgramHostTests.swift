import BerthData
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct ProgramHostTests {
    static func question(_ rest: String) throws -> Question {
        let yaml = "executable: {kind: batch-script, script: echo}\n" + rest
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        var number: UInt64 = 0
        return Question(
            ExecutionRequest.reading(document, from: .yaml).value, asker: .anonymous, now: Instant(seconds: 0),
            defaults: .init()
        ) {
            number += 1
            return UUID(high: 0, low: number)
        }
    }

    /// A session on a host in a directory of its own.
    private struct Session: Sendable {
        let scratch: Scratch
        let host: ProgramHost
        let work: Work

        init(_ rest: String = "", session: UInt64 = 7) throws {
            scratch = try Scratch()
            let storage = HostStorage(
                folders: SessionFolders(state: scratch.path, instance: "test"),
                limits: StagingLimits(maximumBytes: 1 << 20, maximumSeconds: 10, addresses: AddressRule(allowed: [])),
                hostPaths: [])
            var limits = ProgramHost.Limits()
            limits.lookSeconds = 1
            host = try ProgramHost(storage, limits: limits)
            let question = try ProgramHostTests.question(rest)
            work = Work(
                session: UUID(high: scratch.path.utf8.reduce(0) { $0 &* 31 &+ UInt64($1) }, low: session),
                plan: Plan(question, on: "test", demand: question.needs), owner: .anonymous, end: .latest)
        }

        func prepare() async throws {
            for part in Part.inOrder(of: work.plan) { _ = try await host.prepare(part, of: work, StagedFiles()) }
        }

        func start(_ script: String) throws {
            try host.start(work, ["sh", "-c", script], environment: ["GREETING": "hello"], cores: 3)
        }

        func states(memoryBytes: Int64 = 1 << 30) async throws -> [WorkState] {
            var states: [WorkState] = []
            while true {
                states.append(try await host.observe(work, after: states.last, memoryBytes: memoryBytes))
                if case .finished = states.last { return states }
            }
        }

        func output() async throws -> String {
            var bytes: [UInt8] = []
            while true {
                let piece = try await host.log(.stdout, of: work, from: Int64(bytes.count), limit: 7, waiting: true)
                bytes += piece.bytes
                if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
            }
        }

        func release() async throws {
            for part in Part.inOrder(of: work.plan).reversed() {
                try await host.release(part, of: work, StagedFiles())
            }
        }
    }

    private static let disks = """
        storage:
          - {kind: simple-storage-resource, meta: {name: results}, size: {min: 1}}
          - {kind: simple-storage-resource, meta: {name: ../x}, size: {min: 1}}
        """

    @Test("work is prepared, runs where its storage is, and leaves nothing but its output")
    func whole() async throws {
        let session = try Session(Self.disks)
        try await session.prepare()
        #expect(try await session.host.observe(session.work, after: nil, memoryBytes: 0) == .waiting)
        try session.start("echo $GREETING $OMP_NUM_THREADS; ls; echo 1 >results/file; cat storage-1/../storage-0/file")
        #expect(try await session.states() == [.running, .finished(.exited(0))])
        #expect(try await session.output() == "hello 3\nresults\nstorage-1\n1\n")
        try await session.release()
        #expect(Files.names(in: session.host.folders.sessions) == [])
        #expect(try await session.output() == "hello 3\nresults\nstorage-1\n1\n")
        session.host.forget(session.work.session)
        #expect(Files.names(in: session.host.folders.logs) == [])
    }

    @Test("who waits for output gets it while the program runs, and a cancel ends the program")
    func waits() async throws {
        let session = try Session()
        try await session.prepare()
        let (host, work) = (session.host, session.work)
        let waiting = Task { try? await host.log(.stdout, of: work, from: 0, limit: 100, waiting: true) }
        try session.start("echo begun; sleep 600")
        #expect(await waiting.value == LogPiece(bytes: Array("begun\n".utf8), isEnd: false))
        let states = Task { try? await session.states() }
        await session.host.cancel(session.work)
        guard case .finished(let outcome) = await states.value?.last else {
            Issue.record("it has no end")
            return
        }
        #expect(!outcome.isSuccess)
        #expect(outcome.notes.map(\.template) == ["The program was stopped because the session was cancelled."])
        try await session.release()
    }

    @Test("more memory than was promised ends it")
    func memory() async throws {
        let session = try Session()
        try await session.prepare()
        try session.start("x=$(head -c 60000000 /dev/zero | tr '\\0' x); sleep 600")
        guard case .finished(let outcome) = try await session.states(memoryBytes: 20 << 20).last else { return }
        #expect(outcome.exitCode == 137)
        #expect(outcome.notes.first?.template.contains("more than the {limit} GiB of memory") == true)
        try await session.release()
    }

    @Test("orphans are ended and deleted, and others kept")
    func orphans() async throws {
        let session = try Session()
        try await session.prepare()
        try session.start("sleep 600")
        let mine = session.work.session
        #expect(try await session.host.releaseOrphans(keeping: [mine]) == [])
        #expect(try await session.host.observe(session.work, after: nil, memoryBytes: 1 << 30) == .running)
        #expect(try await session.host.releaseOrphans(keeping: []) == [mine])
        #expect(ProgramMark.processes(mine.description).isEmpty)
        #expect(Files.names(in: session.host.folders.sessions) == [])
    }

    @Test("storage is found by its own name where that can be the name of a file, and no two by one")
    func names() throws {
        let question = try Self.question(
            """
            storage:
              - {kind: simple-storage-resource, meta: {name: a}}
              - {kind: simple-storage-resource, meta: {name: .hidden}}
              - {kind: simple-storage-resource}
            """)
        #expect(Plan(question, on: "x", demand: Resources()).storageNames == ["a", "storage-1", "storage-2"])
    }
}
