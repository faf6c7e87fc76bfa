import BerthDocument
import BerthJupyter
import BerthModel
import BerthPlatform
import Glibc
import Testing

/// The Jupyter that `scripts/setup test` installs, with a state directory and a server of notebooks of its own.
final class TestJupyter: Sendable {
    let state: String
    let notebooks: NotebookServer

    static let python = {
        let parts = #filePath.split(separator: "/").dropLast(4)
        return "/" + parts.joined(separator: "/") + "/.build/jupyter/bin/python"
    }()

    init() throws {
        try #require(access(Self.python, X_OK) == 0, "There is no \(Self.python); run scripts/setup test.")
        var template = Array("/tmp/berth-jupyter-XXXXXX".utf8CString)
        try #require(mkdtemp(&template) != nil)
        state = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        notebooks = try NotebookServer()
    }

    deinit { Files.remove(state) }

    func platform(_ change: (inout JupyterSettings) -> Void = { _ in }) throws -> JupyterPlatform {
        var settings = JupyterSettings()
        settings.python = Self.python
        settings.instance = "test"
        settings.stateDirectory = state
        settings.cores = 2
        settings.memory = 4
        settings.storage = 4
        settings.stopSeconds = 1
        settings.dataAddresses = ["127.0.0.0/8"]
        change(&settings)
        return try JupyterPlatform(settings)
    }

    /// The names of a directory below that of the instance; none when there is no such directory.
    func files(_ path: String) -> [String] { Files.names(in: "\(state)/test/\(path)") }

    /// A request that runs the notebook at a URL.
    static func request(_ url: String, _ rest: String = "") -> String {
        "executable: {kind: jupyter-notebook, location: \"\(url)\"}\n" + rest
    }

    static func question(_ yaml: String) throws -> Question {
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let (request, problems) = ExecutionRequest.reading(document, from: .yaml)
        #expect(problems.isEmpty, "\(problems)")
        return Question(
            request, asker: .anonymous, now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: newID)
    }

    static func newID() -> UUID { UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))) }

    /// The sentences of a NO.
    static func refusal(_ platform: JupyterPlatform, _ yaml: String) async throws -> [String] {
        switch await platform.canIDoThis(try question(yaml)) {
        case .yes(let plans): return ["yes: \(plans.count)"]
        case .no(let obstacles):
            return obstacles.map { "\($0.rung.name) \($0.message(at: Instant(seconds: 0), from: nil).message ?? "")" }
        case .silence(let silence): return ["\(silence)"]
        }
    }
}

/// One session on a notebook platform, from the question to the release, as a broker would carry it out.
struct JupyterRun {
    let platform: JupyterPlatform
    let work: Work

    init(_ platform: JupyterPlatform, _ yaml: String) async throws {
        let answer = await platform.canIDoThis(try TestJupyter.question(yaml))
        guard case .yes(let plans) = answer, let plan = plans.first else { throw Refused(answer: "\(answer)") }
        self.init(
            platform, Work(session: TestJupyter.newID(), plan: plan, owner: .anonymous, end: .latest))
    }

    init(_ platform: JupyterPlatform, _ work: Work) {
        self.platform = platform
        self.work = work
    }

    struct Refused: Error { var answer: String }

    func prepare() async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
    }

    func start() async throws -> Progress { try await platform.start(work) }

    /// Waits for the end.
    func outcome() async throws -> Outcome {
        var seen: WorkState?
        while true {
            let state = try await platform.observe(work, after: seen)
            if case .finished(let outcome) = state { return outcome }
            seen = state
        }
    }

    func release() async throws {
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
    }

    /// Does something with the session, and releases it whatever comes of that.
    func released<Value>(_ body: (JupyterRun) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(self)
            try await release()
            return value
        } catch {
            try await release()
            throw error
        }
    }

    /// The whole life.
    func whole() async throws -> Outcome {
        try await released { run in
            try await run.prepare()
            _ = try await run.start()
            return try await run.outcome()
        }
    }

    /// Everything that a stream has, read to its end.
    func output(_ stream: LogStream = .stdout) async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await platform.log(
                stream, of: work, from: Int64(bytes.count), limit: 1 << 16, waiting: true)
            bytes += piece.bytes
            if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    /// What is said of an outcome.
    static func sentences(_ outcome: Outcome) -> [String] {
        outcome.notes.map { $0.message(at: Instant(seconds: 0)).message ?? "" }
    }
}
