import BerthClient
import BerthHost
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    /// Seconds within which a site that is away has to take a cancel.
    private static let cancelSeconds: Int64 = 20
    /// Seconds that a session there may take to end after it was told to.
    private static let endSeconds: Int64 = 120

    package func cancel(_ work: Work) async throws(PlatformError) {
        steps.cancel(work.session)
        defer { sessions.open(work.session) }
        if sessions.isOver(work.session) { return }
        try await end(try offer(of: work.plan))
    }

    /// Nothing was made here. What is there is over with the work; what was never prepared is still an offer.
    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        guard part == .executable else {
            if part == Part.inOrder(of: work.plan).first { forgetSession(work.session) }
            return
        }
        if sessions.isOver(work.session) { return }
        asked.used([work.plan])
        let offer = try offer(of: work.plan)
        do throws(PlatformError) {
            try await end(offer)
            try await ended(offer)
        } catch {
            // What is not there has nothing to release.
            if error.code != .lost { throw error }
        }
        sessions.end(work.session)
    }

    private func forgetSession(_ session: UUID) {
        steps.forget(session)
        sessions.forget(session)
    }

    /// Rejects what is an offer, and cancels what is not at its end.
    private func end(_ plan: RemotePlan) async throws(PlatformError) {
        let id = plan.offer
        try await call(plan, patience: Self.cancelSeconds) { client throws(ClientError) in
            let phase = try await client.session(id).value.phase
            if phase?.isEnd ?? false || phase == .releasing { return }
            do throws(ClientError) {
                _ = phase == .offered ? try await client.reject(id) : try await client.cancel(id)
            } catch {
                // It came to its end, or on its way there, at this moment.
                guard error.code == .wrongPhase || error.code == .gone else { throw error }
                let later = try await client.session(id).value.phase
                if !(later?.isEnd ?? false) && later != .releasing { throw error }
            }
        }
    }

    /// Waits for the end, so that nothing is left there.
    private func ended(_ plan: RemotePlan) async throws(PlatformError) {
        let id = plan.offer
        let clock = Task { try? await Task.sleep(for: .seconds(Self.endSeconds)) }
        defer { clock.cancel() }
        let following = Task { () -> Result<Void, PlatformError> in
            do throws(PlatformError) {
                _ = try await follow(plan, patience: Self.cancelSeconds) { $0.isEnd }
                return .success(())
            } catch { return .failure(error) }
        }
        let watch = Task {
            await clock.value
            if !clock.isCancelled { following.cancel() }
        }
        defer { watch.cancel() }
        let result = await withTaskCancellationHandler {
            await following.value
        } onCancel: {
            following.cancel()
        }
        if case .failure(let error) = result, error.code == .cancelled, !Task.isCancelled {
            throw PlatformError(
                .overLimit,
                "\(settings.name) has not ended its session \(id) within \(Self.endSeconds) s; it may still run there.",
                subject: "\(id)")
        }
        try result.get()
    }
}
