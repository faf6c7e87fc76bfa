import BerthDocument
import BerthModel
import BerthPlatform
import Synchronization

/// What the cluster last said about each session of this instance, and who waits for more of it.
final class SessionBoard: Sendable {
    /// What is watched.
    enum Kind: Sendable, Hashable, CaseIterable { case jobs, pods, events }

    /// What there is of a session.
    struct Entry: Sendable, Hashable {
        var job: JobState?
        var pods: [String: PodState] = [:]
        /// Why the cluster makes no pod, in its words; filled in for those who ask.
        var notMade: String?

        /// The one that counts.
        var pod: PodState? { pods.values.max { ($0.madeAt, $0.name) < ($1.madeAt, $1.name) } }
        var isEmpty: Bool { job == nil && pods.isEmpty }
    }

    private struct Waiter {
        var session: UUID
        var continuation: CheckedContinuation<Void, Never>
    }

    private struct State {
        var entries: [UUID: Entry] = [:]
        var versions: [UUID: Int] = [:]
        var version = 0
        var synced: Set<Kind> = []
        /// Since when nothing was heard of a kind, and why.
        var silent: [Kind: (since: ContinuousClock.Instant, error: PlatformError)] = [:]
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
        var watching: Set<Kind> = []
        /// Calls that want to know, and when the last one came or went.
        var asking = 0
        var lastAsked = ContinuousClock.now
        /// Why the cluster makes no pod of a job; of any instance.
        var notMade: [UUID: String] = [:]
    }

    private let state = Mutex(State())
    private let away: Duration
    /// Begins to watch a kind.
    private let begin: @Sendable (SessionBoard, Kind) -> Void

    init(awaySeconds: Int64, begin: @escaping @Sendable (SessionBoard, Kind) -> Void) {
        away = .seconds(awaySeconds)
        self.begin = begin
    }

    // MARK: who waits

    /// What there is of a session: at once, or when it is another than that of a version.
    ///
    /// - Throws: what keeps the cluster from being watched, when it has lasted too long; `cancelled`.
    func entry(_ session: UUID, after seen: Int?) async throws(PlatformError) -> (entry: Entry, version: Int) {
        for kind in asked() { begin(self, kind) }
        defer { answered() }
        while true {
            if Task.isCancelled { throw PlatformError(.cancelled, "Watching the session was cancelled.") }
            let (found, fault) = state.withLock { state -> ((Entry, Int)?, PlatformError?) in
                let now = ContinuousClock.now
                if let silent = state.silent.values.first(where: { now - $0.since > away }) {
                    return (nil, silent.error)
                }
                let version = state.versions[session] ?? 0
                guard state.synced.count == Kind.allCases.count, seen != version else { return (nil, nil) }
                var entry = state.entries[session] ?? Entry()
                entry.notMade = state.notMade[session]
                return ((entry, version), nil)
            }
            if let fault { throw fault }
            if let (entry, version) = found { return (entry, version) }
            await change(of: session, after: seen)
        }
    }

    /// - Returns: the kinds that nobody watches yet.
    private func asked() -> [Kind] {
        state.withLock { state in
            state.asking += 1
            state.lastAsked = ContinuousClock.now
            let missing = Kind.allCases.filter { !state.watching.contains($0) }
            state.watching = Set(Kind.allCases)
            return missing
        }
    }

    private func answered() {
        state.withLock { state in
            state.asking -= 1
            state.lastAsked = ContinuousClock.now
        }
    }

    private func change(of session: UUID, after seen: Int?) async {
        let id = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isLate = state.withLock { state in
                    let isThere =
                        state.synced.count == Kind.allCases.count && (state.versions[session] ?? 0) != seen
                    if Task.isCancelled || isThere { return true }
                    state.waiters[id] = Waiter(session: session, continuation: continuation)
                    return false
                }
                if isLate { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id)?.continuation }?.resume()
        }
    }

    // MARK: who watches

    /// Nobody asked for so long, and nothing is watched any more.
    private static let idle = Duration.seconds(60)

    /// Whether anybody wants to know; the next who does after that begins anew.
    func goesOn(_ kind: Kind) -> Bool {
        state.withLock { state in
            if state.asking > 0 || ContinuousClock.now - state.lastAsked < SessionBoard.idle { return true }
            state.watching.remove(kind)
            state.synced.remove(kind)
            state.silent[kind] = nil
            return false
        }
    }

    /// All that there is of a kind.
    func replace(_ kind: Kind, with objects: [Document]) {
        change { state in
            state.silent[kind] = nil
            state.synced.insert(kind)
            let before = state
            switch kind {
            case .jobs: for session in before.entries.keys { state.entries[session]?.job = nil }
            case .pods: for session in before.entries.keys { state.entries[session]?.pods = [:] }
            case .events: state.notMade = [:]
            }
            for object in objects { SessionBoard.put(object, kind, into: &state) }
            let sessions = Set(state.entries.keys).union(state.notMade.keys).union(before.notMade.keys)
            state.entries = state.entries.filter { !$0.value.isEmpty }
            return sessions.filter {
                state.entries[$0] != before.entries[$0] || state.notMade[$0] != before.notMade[$0]
            }
        }
        // Those who waited for the first list.
        wake { _ in true }
    }

    /// One object that came, is another, or is gone.
    func update(_ kind: Kind, _ object: Document, isGone: Bool) {
        change { state in
            state.silent[kind] = nil
            guard let session = SessionBoard.session(of: object, kind) else { return [] }
            let before = (state.entries[session], state.notMade[session])
            if isGone {
                switch kind {
                case .jobs: state.entries[session]?.job = nil
                case .pods: state.entries[session]?.pods[object.objectName] = nil
                case .events: break
                }
            } else {
                SessionBoard.put(object, kind, into: &state)
            }
            if state.entries[session]?.isEmpty == true { state.entries[session] = nil }
            return before == (state.entries[session], state.notMade[session]) ? [] : [session]
        }
    }

    /// Nothing is heard of a kind.
    func silence(_ kind: Kind, _ error: PlatformError) {
        let isOver = state.withLock { state in
            let since = state.silent[kind]?.since ?? ContinuousClock.now
            state.silent[kind] = (since, error)
            return ContinuousClock.now - since > away
        }
        if isOver { wake { _ in true } }
    }

    private func change(_ body: (inout State) -> Set<UUID>) {
        let changed = state.withLock { state in
            let changed = body(&state)
            for session in changed {
                state.version += 1
                state.versions[session] = state.version
            }
            return changed
        }
        if !changed.isEmpty { wake { changed.contains($0) } }
    }

    private func wake(_ isConcerned: (UUID) -> Bool) {
        let ready = state.withLock { state in
            let ready = state.waiters.filter { isConcerned($0.value.session) }
            for id in ready.keys { state.waiters[id] = nil }
            return ready.values.map(\.continuation)
        }
        for continuation in ready { continuation.resume() }
    }

    /// Nothing of a session is wanted any more.
    func forget(_ session: UUID) {
        state.withLock { state in
            if state.entries[session] == nil { state.versions[session] = nil }
        }
    }

    private static func session(of object: Document, _ kind: Kind) -> UUID? {
        guard kind == .events else { return object.session }
        let name = object.at("involvedObject", "name")?.text ?? ""
        return name.hasPrefix("berth-") ? UUID(String(name.dropFirst("berth-".count))) : nil
    }

    private static func put(_ object: Document, _ kind: Kind, into state: inout State) {
        guard let session = session(of: object, kind) else { return }
        switch kind {
        case .jobs: state.entries[session, default: Entry()].job = JobState(object)
        case .pods:
            let pod = PodState(object)
            state.entries[session, default: Entry()].pods[pod.name] = pod
        case .events: state.notMade[session] = object["message"]?.text ?? ""
        }
    }
}
