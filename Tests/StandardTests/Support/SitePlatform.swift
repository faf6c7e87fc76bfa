import BerthBroker
import BerthDocument
import BerthModel
import BerthPlatform

/// A small site in memory that keeps a list of what was done to it. The first word of a container's command says what
/// it does: `exit 3`, `print text`, `wait` until it is stopped.
final class SitePlatform: LogProviding {
    struct State {
        /// Calls in the order in which they came: `prepare storage[0]`, `start`, `cancel`.
        var calls: [String] = []
        /// Calls that fail, by the same words.
        var failing: Set<String> = []
        var stopped: Set<UUID> = []
        var waiting: [UUID: CheckedContinuation<Void, Never>] = [:]
    }

    let profile: PlatformProfile
    /// What is quoted with every offer.
    let costs: [Cost]
    private let state = Locked(State())

    init(cores: Int64 = 4, memory: Int64 = 8, storage: Int64 = 100, costs: [Cost] = []) {
        profile = PlatformProfile(
            name: "site", kind: "site", summary: "A site for tests.", executables: [.dockerContainer],
            capacity: Resources(
                cores: cores, memoryBytes: memory.gibibytesInBytes, storageBytes: storage.gibibytesInBytes))
        self.costs = costs
    }

    var calls: [String] { state.withLock { $0.calls } }
    func fail(at call: String) { state.withLock { _ = $0.failing.insert(call) } }

    func canIDoThis(_ question: Question) async -> Answer {
        let capacity = profile.capacity ?? Capacity(Resources())
        var obstacles = question.obstaclesOfKind(executables: profile.executables)
        obstacles += question.obstaclesOfSize(capacity: capacity)
        for (index, cost) in question.costs.enumerated() {
            guard case .simple(let wish) = cost, let most = wish.max else { continue }
            guard let quote = quote(of: wish.type), let price = quote.max, price > most else { continue }
            obstacles.append(
                Obstacle(
                    .tooDear, ["costs", .index(index), "max"], "{path}: {available} is asked, {wanted} is the limit.",
                    ["wanted": "\(most)", "available": "\(price)", "unit": wish.type ?? ""]))
        }
        if !obstacles.isEmpty { return .no(obstacles) }
        var plan = Plan(question, on: profile.name, demand: question.needs)
        plan.preparing = TimeSpan(seconds: 10)
        plan.releasing = TimeSpan(seconds: 5)
        plan.costs = costs
        return .yes([plan])
    }

    private func quote(of type: String?) -> Quote? {
        for case .simple(let quote) in costs where quote.type == type { return quote }
        return nil
    }

    private func note(_ call: String) throws(PlatformError) {
        let fails = state.withLock { state in
            state.calls.append(call)
            return state.failing.contains(call)
        }
        if fails { throw PlatformError(.broken, "The site was told to fail here.", subject: call) }
    }

    func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try note("prepare \(part)")
        return .done
    }

    func start(_ work: Work) async throws(PlatformError) -> Progress {
        try note("start")
        return .done
    }

    func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        if seen == nil { return .running }
        let command = command(of: work)
        switch command.first {
        case "exit": return .finished(.exited(command.dropFirst().first.flatMap { Int64($0) } ?? 0))
        case "wait":
            await withCheckedContinuation { continuation in
                let isStopped = state.withLock { state in
                    if state.stopped.contains(work.session) { return true }
                    state.waiting[work.session] = continuation
                    return false
                }
                if isStopped { continuation.resume() }
            }
            return .finished(Outcome(isSuccess: false, exitCode: 137))
        default: return .finished(.exited(0))
        }
    }

    func cancel(_ work: Work) async throws(PlatformError) {
        try note("cancel")
        state.withLock { state in
            state.stopped.insert(work.session)
            return state.waiting.removeValue(forKey: work.session)
        }?.resume()
    }

    func release(_ part: Part, of work: Work) async throws(PlatformError) { try note("release \(part)") }

    func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let command = command(of: work)
        let text = command.first == "print" && stream == .stdout ? command.dropFirst().joined(separator: " ") : ""
        let bytes = Array(text.utf8.dropFirst(Int(offset)).prefix(limit))
        return LogPiece(bytes: bytes, isEnd: Int(offset) + bytes.count >= text.utf8.count)
    }

    func forget(_ session: UUID) async {}

    private func command(of work: Work) -> [String] {
        guard case .dockerContainer(let container)? = work.plan.executable else { return [] }
        return container.command
    }
}
