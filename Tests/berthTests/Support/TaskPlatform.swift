import BerthBroker
import BerthModel
import BerthPlatform

/// A platform of four cores whose tasks do what their command says: `out TEXT`, `err TEXT`, `exit CODE`, `wait`.
final class TaskPlatform: LogProviding {
    private let cancelled = Locked<Set<UUID>>([])

    let profile: PlatformProfile
    private let wait: @Sendable () async -> Void

    /// - Parameter wait: what it waits for before it answers.
    init(_ name: String = "desk", after wait: @escaping @Sendable () async -> Void = {}) {
        profile = PlatformProfile(
            name: name, kind: "tasks", summary: "Tasks for tests.", executables: [.dockerContainer],
            capacity: Resources(cores: 4, memoryBytes: 8 * bytesPerGibibyte, storageBytes: 100 * bytesPerGibibyte))
        self.wait = wait
    }

    func canIDoThis(_ question: Question) async -> Answer {
        await wait()
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        if let capacity = profile.capacity { obstacles += question.obstaclesOfSize(capacity: capacity) }
        return obstacles.isEmpty ? .yes([Plan(question, on: profile.name, demand: question.needs)]) : .no(obstacles)
    }

    func prepare(_ part: Part, of work: Work) async -> Progress { .done }
    func start(_ work: Work) async -> Progress { .done }
    func release(_ part: Part, of work: Work) async {}
    func cancel(_ work: Work) async { cancelled.withLock { _ = $0.insert(work.session) } }
    func forget(_ session: UUID) async {}

    private func isCancelled(_ work: Work) -> Bool { cancelled.withLock { $0.contains(work.session) } }

    private static func words(_ work: Work) -> [String] {
        guard case .dockerContainer(let container) = work.plan.executable else { return [] }
        return container.command
    }

    func observe(_ work: Work, after seen: WorkState?) async -> WorkState {
        let words = Self.words(work)
        if words.contains("wait") {
            if seen == nil { return .running }
            while !isCancelled(work) && !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
            return .finished(Outcome(isSuccess: false, exitCode: nil))
        }
        let code = words.firstIndex(of: "exit").flatMap { Int64(words[$0 + 1]) } ?? 0
        return .finished(.exited(code))
    }

    func log(_ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool) async -> LogPiece {
        let words = Self.words(work)
        let verb = [.stdout: "out", .stderr: "err", .result: "kept"][stream]
        let text = words.indices.dropLast().filter { words[$0] == verb }.map { words[$0 + 1] + "\n" }.joined()
        let bytes = Array(text.utf8.dropFirst(Int(offset)).prefix(limit))
        if bytes.isEmpty && waiting && words.contains("wait") {
            while !isCancelled(work) && !Task.isCancelled { try? await Task.sleep(for: .milliseconds(5)) }
        }
        return LogPiece(bytes: bytes, isEnd: Int(offset) + bytes.count == text.utf8.count)
    }
}
