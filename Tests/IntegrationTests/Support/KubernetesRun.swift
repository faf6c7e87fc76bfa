import BerthDocument
import BerthKubernetes
import BerthModel
import BerthPlatform
import Testing

/// One session on a Kubernetes platform, from the question to the release, as a broker would carry it out.
struct KubernetesRun {
    let platform: KubernetesPlatform
    var work: Work

    /// Asks with a request in YAML and takes the first plan.
    init(_ platform: KubernetesPlatform, _ yaml: String) async throws {
        self.platform = platform
        let answer = await platform.canIDoThis(try ContainerRun.question(yaml))
        guard case .yes(let plans) = answer, let plan = plans.first else {
            throw ContainerRun.Refused(answer: "\(answer)")
        }
        work = Work(
            session: ContainerRun.newID(), plan: plan, owner: .anonymous, end: Instant(seconds: 4_000_000_000))
    }

    /// The reasons against a request.
    static func refusal(_ platform: KubernetesPlatform, _ yaml: String) async throws -> [Obstacle] {
        let answer = await platform.canIDoThis(try ContainerRun.question(yaml))
        guard case .no(let obstacles) = answer else {
            Issue.record("it is not refused: \(answer)")
            return []
        }
        return obstacles
    }

    /// The sentences of reasons, as people read them.
    static func sentences(_ obstacles: [Obstacle]) -> [String] {
        obstacles.map { $0.message(at: Instant(seconds: 0), from: nil).message ?? "" }
    }

    func begin() async throws {
        for part in Part.inOrder(of: work.plan) { _ = try await platform.prepare(part, of: work) }
        _ = try await platform.start(work)
    }

    /// The states until one that is wanted, or the end.
    func state(_ wanted: WorkState? = nil, after seen: WorkState? = nil) async throws -> WorkState {
        var seen = seen
        while true {
            let state = try await platform.observe(work, after: seen)
            if state == wanted { return state }
            if case .finished = state { return state }
            seen = state
        }
    }

    func outcome() async throws -> Outcome {
        guard case .finished(let outcome) = try await state() else { preconditionFailure("only an end ends it") }
        return outcome
    }

    func output() async throws -> String {
        var bytes: [UInt8] = []
        while true {
            let piece = try await platform.log(
                .stdout, of: work, from: Int64(bytes.count), limit: 1 << 16, waiting: true)
            bytes += piece.bytes
            if piece.isEnd { return String(decoding: bytes, as: UTF8.self) }
        }
    }

    func release() async throws {
        for part in Part.inOrder(of: work.plan).reversed() { try await platform.release(part, of: work) }
        await platform.forget(work.session)
    }

    /// Does something with the session, and releases it whatever comes of that.
    func released<Value>(_ body: (KubernetesRun) async throws -> Value) async throws -> Value {
        do {
            let value = try await body(self)
            try await release()
            return value
        } catch {
            try await release()
            throw error
        }
    }
}
