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
        // Why it has not begun.
        var waited: String?
        if seen != nil || !logs.isEnded(session) { followers.follow(session) }
        while true {
            let (entry, next) = try await board.entry(session, after: version)
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
            waited = pod.hasBegun ? nil : pod.unschedulable.map(PodWords.waiting) ?? waited
            if pod.hasEnded {
                try failToStart(pod)
                let wasKilled = pod.isDeleting && pod.main.end?.code == 137 && !isStopped
                let outcome = PodOutcome(pod: pod, plan: work.plan, wasCancelled: isStopped).outcome
                return .finished(try await ended(work, pod.name, wasKilled ? deleted : outcome))
            }
            if pod.main.isRunning && seen != .running { return .running }
            if !pod.hasBegun {
                try fail(pod, &failingSince)
                if seen == nil { return .waiting }
            }
        }
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

    /// - Throws: `refused` or `notFound` for a pod that will never begin.
    private func fail(_ pod: PodState, _ since: inout ContinuousClock.Instant?) throws(PlatformError) {
        for container in pod.waiting {
            let words = container.words ?? ""
            switch container.waitingReason ?? "" {
            case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "ImageInspectError",
                "RegistryUnavailable":
                let (meaning, isFinal) = PodWords.image(container.waitingReason ?? "", words)
                let begin = since ?? ContinuousClock.now
                since = begin
                // `Back-off pulling image` does not say why; what was said before does.
                let isOver = ContinuousClock.now - begin > .seconds(settings.imageSeconds)
                if isFinal || isOver {
                    throw PlatformError(
                        .notFound, "The image \(container.image) cannot be fetched: \(meaning).",
                        subject: container.image, detail: words)
                }
            case "CreateContainerConfigError", "CreateContainerError", "RunContainerError":
                throw .notStarted(words, container.image)
            default: break
            }
        }
    }

    /// - Throws: `refused` for a container that the node could not start, when only an administrator can tell why.
    private func failToStart(_ pod: PodState) throws(PlatformError) {
        guard let end = pod.main.end, ["ContainerCannotRun", "StartError"].contains(end.reason) else { return }
        if PodWords.start(end.words) == nil { throw .notStarted(end.words, pod.main.image) }
    }

    /// The output is whole, and an outcome is told.
    ///
    /// - Parameter waited: why it never began, where that is known.
    private func ended(
        _ work: Work, _ pod: String?, _ outcome: Outcome, _ waited: String? = nil
    ) async throws(PlatformError) -> Outcome {
        try await followers.finish(work.session, pod: pod)
        var outcome = outcome
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

extension PlatformError {
    fileprivate static func notStarted(_ words: String, _ image: String) -> PlatformError {
        let why = PodWords.start(words) ?? "an administrator finds why in the log of the broker"
        return PlatformError(.refused, "The program could not be started: \(why).", subject: image, detail: words)
    }
}
