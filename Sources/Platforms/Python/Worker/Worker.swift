import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// The worker of a plugin: one long-lived process that is started again when it has ended, and calls to it.
final class Worker: Sendable {
    private typealias Starting = Task<WorkerReply<WorkerProcess>, Never>

    private struct State {
        var running: WorkerProcess?
        var starting: Starting?
        var gaps = WorkerGaps()
        var hello: WorkerHello?
        var profile: WorkerProfile?
        var profileTime: ContinuousClock.Instant?
        /// Why the last one ended or did not start; nil while one runs.
        var fault: WorkerFault?
        var isProbing = false
        var isClosed = false
    }

    let name: String
    let limits: WorkerLimits
    private let launch: WorkerLaunch
    private let now: @Sendable () -> Instant
    private let state = Mutex(State())

    init(_ name: String, _ launch: WorkerLaunch, limits: WorkerLimits, now: @escaping @Sendable () -> Instant) {
        self.name = name
        self.launch = launch
        self.limits = limits
        self.now = now
    }

    deinit { state.withLock { $0.running }?.close() }

    // MARK: what is known

    var logPath: String { launch.directory + "/plugin.log" }
    var hello: WorkerHello? { state.withLock { $0.hello } }
    var lastWords: String { state.withLock { $0.running }?.words ?? "" }
    /// What it said last; nil when it has not said it yet.
    var knownProfile: WorkerProfile? { state.withLock { $0.profile } }

    /// Why it cannot be asked now; nil when it runs, or has not been started yet.
    var outage: String? {
        state.withLock { state in
            if state.fault == nil { return nil }
            return state.hello == nil
                ? "The plugin does not load; its log says why." : "The plugin is not running; its log says why."
        }
    }

    // MARK: calls

    /// What it is, remembered for some seconds.
    func profile() async -> WorkerReply<WorkerProfile> {
        let life = Duration.seconds(limits.profile)
        if let known = state.withLock({ state -> WorkerProfile? in
            guard let time = state.profileTime, state.fault == nil, ContinuousClock.now - time < life else {
                return nil
            }
            return state.profile
        }) {
            return .result(known)
        }
        let reply = await call("profile", [:], within: .seconds(limits.call), as: WorkerProfile.self)
        if case .result(let profile) = reply {
            state.withLock { state in
                state.profile = profile
                state.profileTime = .now
            }
        }
        return reply
    }

    /// One call to the worker that runs, or is started for it.
    func call<Value: Shaped>(
        _ method: String, _ parameters: Document, within time: Duration?, as: Value.Type
    ) async -> WorkerReply<Value> {
        let process: WorkerProcess
        switch await running() {
        case .fault(let fault): return .fault(fault)
        case .result(let found): process = found
        }
        switch await process.call(method, parameters, within: time) {
        case .fault(let fault):
            if fault.cause == .tooSlow { probe(process) }
            return .fault(fault)
        case .result(let document):
            let (value, problems) = Value.reading(document == .null ? [:] : document, from: .json)
            if let problem = problems.first(where: { $0.gravity != .unused }) {
                return .fault(WorkerFault(.nonsense, "its answer to \(method) cannot be read: \(problem.message)"))
            }
            return .result(value)
        }
    }

    /// A step, begun again when the worker ended while it was under way: every step may be repeated.
    ///
    /// - Parameter patience: seconds that the worker may be away; those of the limits unless given.
    /// - Throws: what the plugin says; `unreachable` when the worker stays away.
    func step<Value: Shaped>(
        _ method: String, _ parameters: Document, within time: Duration? = nil, patience: Int64? = nil, as: Value.Type
    ) async throws(PlatformError) -> Value {
        let end = ContinuousClock.now + .seconds(patience ?? limits.away)
        var repeats = 0
        while true {
            switch await call(method, parameters, within: time, as: Value.self) {
            case .result(let value): return value
            case .fault(let fault):
                if fault.cause == .ended { repeats += 1 }
                guard fault.cause == .ended || fault.cause == .away, repeats < WorkerLimits.repeats,
                    ContinuousClock.now < end, !Task.isCancelled
                else { throw fault.error(of: name) }
            }
            let now = now()
            let pause = state.withLock { $0.gaps.wait(now) } ?? TimeSpan(milliseconds: 10)
            try? await Task.sleep(for: .milliseconds(pause.milliseconds))
        }
    }

    // MARK: the process

    /// The process that runs; one is started when none does and its time has come.
    private func running() async -> WorkerReply<WorkerProcess> {
        let now = now()
        let starting = state.withLock { state -> Starting in
            if let starting = state.starting { return starting }
            if let running = state.running, running.end == nil { return Starting { .result(running) } }
            if let wait = state.gaps.wait(now) {
                let why = state.fault?.detail ?? "it has ended"
                let fault = WorkerFault(.away, "\(why); it is started again in \(wait)")
                return Starting { .fault(fault) }
            }
            state.gaps.began(now)
            let starting = Starting { await self.start() }
            state.starting = starting
            return starting
        }
        return await starting.value
    }

    private func start() async -> WorkerReply<WorkerProcess> {
        let reply = await started()
        let now = now()
        let isClosed = state.withLock { state in
            state.starting = nil
            switch reply {
            case .result(let process):
                state.fault = process.end.map { WorkerFault(.ended, $0) }
                // One that has ended meanwhile was nobody's when it said so.
                state.running = state.fault == nil ? process : nil
                if state.fault != nil { state.gaps.ended(now) }
            case .fault(let fault):
                state.fault = fault
                state.gaps.ended(now)
            }
            return state.isClosed
        }
        if isClosed, case .result(let process) = reply { process.close() }
        return reply
    }

    private func started() async -> WorkerReply<WorkerProcess> {
        let process: WorkerProcess
        do throws(PlatformError) {
            process = try WorkerProcess(launch, logBytes: limits.logBytes) { [weak self] in self?.hasEnded() }
        } catch {
            return .fault(WorkerFault(.ended, error.fullDescription))
        }
        switch await process.answer(WorkerProcess.hello, within: .seconds(limits.start)) {
        case .fault(let fault):
            process.end(because: "it did not start: \(fault.detail)")
            return .fault(WorkerFault(.ended, "it did not start: \(fault.detail)"))
        case .result(let document):
            let hello = WorkerHello.reading(document, from: .json).value
            if let problem = hello.problem {
                process.end(because: problem)
                return .fault(WorkerFault(.ended, problem))
            }
            state.withLock { $0.hello = hello }
            return .result(process)
        }
    }

    /// Called when a process is gone; one that never ran is no news.
    private func hasEnded() {
        let now = now()
        state.withLock { state in
            guard let running = state.running, let why = running.end else { return }
            let words = running.words
            state.fault = WorkerFault(.ended, why + (words.isEmpty ? "" : "; it said last: \(words)"))
            state.running = nil
            state.profileTime = nil
            state.gaps.ended(now)
        }
    }

    /// Looks whether a worker that was too slow still answers; one that does not is killed, and started again when it
    /// is needed.
    private func probe(_ process: WorkerProcess) {
        let isFirst = state.withLock { state in
            defer { state.isProbing = true }
            return !state.isProbing
        }
        guard isFirst else { return }
        Task {
            switch await process.call("profile", [:], within: .seconds(limits.call)) {
            case .result: break
            case .fault(let fault):
                switch fault.cause {
                // Too many of its calls never came back.
                case .said(let error) where error.code == "overLimit":
                    process.end(because: "it was killed, because too many calls never came back")
                case .tooSlow: process.end(because: "it was killed, because it did not answer")
                default: break
                }
            }
            state.withLock { $0.isProbing = false }
        }
    }

    /// Ends it; it is not started again by itself.
    func close() {
        let running = state.withLock { state in
            state.isClosed = true
            return state.running
        }
        running?.close()
    }
}
