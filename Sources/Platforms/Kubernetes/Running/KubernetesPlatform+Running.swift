import BerthHost
import BerthModel
package import BerthPlatform

extension KubernetesPlatform {
    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let session = work.session
        var version: Int?
        // The pod that is this session's: another one would be its work a second time.
        var known: String?
        var failingSince: ContinuousClock.Instant?
        // Until when a node has to say that it ended what the cluster let go, or that it is there.
        var goingEnd: ContinuousClock.Instant?
        var goingNode = ""
        // Why it has not begun.
        var waited: String?
        if seen != nil || !logs.isEnded(session) { followers.follow(session, resultBytes: resultBytes(work)) }
        while true {
            guard let (entry, next) = try await news(of: session, after: version, until: goingEnd) else {
                return .finished(try await ended(work, nil, await nodeLost(goingNode), waited))
            }
            version = next
            let isStopped = steps.isCancelled(session) || entry.job?.isStopped == true
            let deleted = isStopped ? Self.cancelled : Self.deleted
            guard let pod = entry.pod else {
                if known != nil || seen == .running { return .finished(try await ended(work, nil, deleted, waited)) }
                if entry.notMade != nil { waited = "the quota of the namespace is used up" }
                let state = try await stateWithoutPod(entry, work, waited)
                if state != .waiting || seen == nil { return state }
                continue
            }
            // The cluster makes another pod for one that was deleted, or whose node is drained.
            let isAnother = known.map { $0 != pod.name } ?? (seen == .running && !pod.hasBegun && !pod.hasEnded)
            if isAnother { return .finished(try await ended(work, nil, deleted, waited)) }
            known = pod.name
            if (pod.isDeleting || pod.isAway) && !isStopped && !pod.hasEnded {
                // A cluster all of whose nodes are away deletes nothing.
                let time = pod.isDeleting ? settings.stopSeconds : settings.nodeSeconds
                goingEnd = goingEnd ?? ContinuousClock.now + .seconds(time.addingOrMost(Self.goingSeconds))
                goingNode = pod.node ?? ""
            } else {
                goingEnd = nil
            }
            waited = pod.hasBegun ? nil : pod.unschedulable.map(PodWords.waiting) ?? waited
            if pod.hasEnded {
                if let error = pod.notStarted { throw error }
                let wasKilled = pod.isDeleting && pod.main.end?.code == 137 && !isStopped
                let outcome = PodOutcome(pod: pod, plan: work.plan, wasCancelled: isStopped).outcome
                return .finished(try await ended(work, pod.name, wasKilled ? deleted : outcome))
            }
            if pod.main.isRunning && seen != .running { return .running }
            if !pod.hasBegun {
                try pod.check(&failingSince, patienceSeconds: settings.imageSeconds)
                if seen == nil { return .waiting }
            }
        }
    }

    /// Seconds beyond its grace that a node may take to end a pod.
    private static let goingSeconds: Int64 = 30

    /// What is next on the board.
    ///
    /// - Returns: `nil` when nothing has come until an end.
    func news(
        of session: UUID, after version: Int?, until end: ContinuousClock.Instant?
    ) async throws(PlatformError) -> (entry: SessionBoard.Entry, version: Int)? {
        guard let end else { return try await board.entry(session, after: version) }
        let left = end - ContinuousClock.now
        if left <= .zero { return nil }
        let isNew = await change(of: session, after: version, within: left) != nil
        if Task.isCancelled { throw PlatformError(.cancelled, "Watching the session was cancelled.") }
        if !isNew && ContinuousClock.now >= end { return nil }
        // The board tells what keeps it silent.
        return try await board.entry(session, after: isNew ? nil : version)
    }

    /// A node that is away, in the cluster's own words.
    private func nodeLost(_ name: String) async -> Outcome {
        let node = (try? await known.facts())?.nodes?.first { $0.name == name }
        let words = node.map { $0.awayWords.isEmpty ? "it is ready" : $0.awayWords } ?? "nothing"
        return Outcome(
            isSuccess: false, exitCode: nil,
            notes: [
                Note(
                    .error,
                    "The node {node} no longer answers, and what ran there is given up. The cluster says of the"
                        + " node: {words}", ["node": name, "words": words])
            ])
    }

    /// What is to be told when there is no pod.
    private func stateWithoutPod(
        _ entry: SessionBoard.Entry, _ work: Work, _ waited: String?
    ) async throws(PlatformError) -> WorkState {
        let session = work.session
        var job = entry.job
        if job == nil {
            // What was made a moment ago is not on the board yet.
            do throws(PlatformError) { job = try await found(session) } catch {
                if error.code == .lost && steps.isCancelled(session) {
                    return .finished(try await ended(work, nil, Self.cancelled, waited))
                }
                throw error
            }
        }
        if job?.isStopped == true { return .finished(try await ended(work, nil, Self.cancelled, waited)) }
        if let failure = job?.failure {
            let outcome = failure == "DeadlineExceeded" ? Self.neverBegan : Self.deleted
            return .finished(try await ended(work, nil, steps.isCancelled(session) ? Self.cancelled : outcome, waited))
        }
        // A quota that is used up now may be free later; whatever else is refused is refused for ever.
        if let words = entry.notMade, !words.contains("exceeded quota") {
            throw PlatformError(
                .refused, "The cluster makes no pod for the session: a rule of the namespace is against it.",
                subject: ObjectNames.job(session), detail: words)
        }
        return .waiting
    }

    /// The output is whole, and an outcome is told.
    ///
    /// - Parameter waited: why it never began, where that is known.
    private func ended(
        _ work: Work, _ pod: String?, _ outcome: Outcome, _ waited: String? = nil
    ) async throws(PlatformError) -> Outcome {
        try await followers.finish(work.session, pod: pod, resultBytes: resultBytes(work))
        var outcome = outcome
        tell(&outcome, of: work, wasCancelled: steps.isCancelled(work.session))
        if let waited { outcome.notes.append(Note(.info, "It had not begun: {why}.", ["why": waited])) }
        return outcome
    }

    private static let cancelled = Outcome(
        isSuccess: false, exitCode: nil,
        notes: [Note(.info, "The program was stopped because the session was cancelled.")])
    private static let deleted = Outcome(
        isSuccess: false, exitCode: nil,
        notes: [
            Note(.error, "The pod of the session was deleted in the cluster: by somebody, or because its node failed.")
        ])
    private static let neverBegan = Outcome(
        isSuccess: false, exitCode: nil,
        notes: [Note(.error, "The cluster found no room for it in the time that it was allowed to wait.")])
}
