import BerthContainers
import BerthDocument
import BerthModel
import BerthPlatform
import Testing

/// One session on a container platform, from the question to the release, as a broker would carry it out.
struct ContainerRun {
    let platform: ContainerPlatform
    var work: Work

    /// Asks with a request in YAML and takes the first plan.
    init(_ platform: ContainerPlatform, _ yaml: String) async throws {
        self.platform = platform
        let question = try ContainerRun.question(yaml)
        let answer = await platform.canIDoThis(question)
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw Refused(answer: "\(answer)")
        }
        work = Work(
            session: ContainerRun.newID(), plan: plan, owner: .anonymous,
            end: Instant(seconds: 4_000_000_000))
    }

    struct Refused: Error { var answer: String }

    static func newID() -> UUID { UUID(random: .random(in: 0...(.max)), .random(in: 0...(.max))) }

    static func question(_ yaml: String) throws -> Question {
        let document = try Document.read(Array(yaml.utf8), as: .yaml)
        let (request, problems) = ExecutionRequest.reading(document, from: .yaml)
        #expect(problems.isEmpty, "\(problems)")
        return Question(
            request, asker: .anonymous, now: Instant(seconds: 1_800_000_000), defaults: .init(), nextID: newID)
    }

    func prepare() async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
    }

    /// Starts and waits for the end.
    func finish() async throws -> Outcome {
        _ = try await platform.start(work)
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

    /// The whole life; released also when something fails.
    func whole() async throws -> Outcome {
        do {
            try await prepare()
            let outcome = try await finish()
            try await release()
            return outcome
        } catch {
            try await release()
            throw error
        }
    }

    /// A request that runs a shell script in the test image.
    static func script(_ script: String, _ rest: String = "") -> String {
        """
        executable:
          kind: docker-container
          image: {locations: ["\(TestEngine.image)"]}
          entrypoint: /bin/sh
          command: ["-c", "\(script)"]
        \(rest)
        """
    }
}
