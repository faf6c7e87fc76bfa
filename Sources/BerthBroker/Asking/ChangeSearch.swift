import BerthModel
import BerthPlatform

/// Looks for the smallest changes of a request that make one platform say yes, by asking it again.
///
/// Every set that is found was answered yes, and without any one of its changes it is answered no.
struct ChangeSearch {
    private let request: ExecutionRequest
    private let verdict: (ExecutionRequest, ChangeSet) async -> Verdict
    private var questionsLeft: Int
    private(set) var found: [ChangeSet] = []
    private var seen: Set<ChangeSet> = []

    /// - Parameters:
    ///   - questions: how often the platform may be asked.
    ///   - verdict: what it says to a request that was changed in this way.
    init(
        _ request: ExecutionRequest, questions: Int, verdict: @escaping (ExecutionRequest, ChangeSet) async -> Verdict
    ) {
        self.request = request
        self.verdict = verdict
        questionsLeft = questions
    }

    /// Several rounds, because a mended request can meet what was hidden before, such as that all is booked.
    mutating func search(from blockers: [Blocker]) async {
        var round = next(after: ChangeSet(), blockers)
        for _ in 0..<Self.rounds {
            var following: [ChangeSet] = []
            for set in round where !found.contains(where: { $0.isSubset(of: set) }) {
                switch await ask(set) {
                case .yes: await reduce(set)
                case .no(let blockers): following += next(after: set, blockers)
                case .silence, nil: break
                }
            }
            round = following
        }
    }

    private static let rounds = 4
    /// Sets that are tried after one refusal.
    private static let breadth = 6

    /// Sets that would take all of these away: the first way for each, and each other way in its place.
    private mutating func next(after set: ChangeSet, _ blockers: [Blocker]) -> [ChangeSet] {
        if blockers.contains(where: \.ways.isEmpty) { return [] }
        let first = blockers.flatMap { $0.ways[0] }
        var sets = [set.adding(first)]
        for (index, blocker) in blockers.enumerated() {
            for way in blocker.ways.dropFirst() {
                let others = blockers.enumerated().filter { $0.offset != index }.flatMap { $0.element.ways[0] }
                sets.append(set.adding(others + way))
            }
        }
        return sets.prefix(Self.breadth).filter { $0 != set && seen.insert($0).inserted }
    }

    /// Leaves out what is not needed, once from the front and once from the end: of two that do the same, either may
    /// go.
    private mutating func reduce(_ set: ChangeSet) async {
        let count = set.changes.count
        if count == 1 { return keep(set) }
        for isReversed in [false, true] {
            var rest = set
            for place in isReversed ? Array(0..<count) : Array((0..<count).reversed()) {
                guard rest.changes.count > 1, let at = rest.changes.firstIndex(of: set.changes[place]) else { continue }
                let less = rest.removing(at: at)
                switch await ask(less) {
                case .yes: rest = less
                case nil: return
                case .no, .silence: break
                }
            }
            keep(rest)
            // Everything is needed, in whichever order it is tried.
            if rest == set { return }
        }
    }

    private mutating func keep(_ set: ChangeSet) {
        if !found.contains(set) { found.append(set) }
    }

    /// `nil` when the set cannot be made, or no more may be asked.
    private mutating func ask(_ set: ChangeSet) async -> Verdict? {
        guard questionsLeft > 0, let changed = set.applied(to: request) else { return nil }
        questionsLeft -= 1
        return await verdict(changed, set)
    }
}
