import BerthClient
import BerthHost
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    /// With the first part the offer is accepted there. The parts are prepared there, in one piece as far as can be
    /// seen from here: with the last one it is waited for.
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        let offer = try offer(of: work.plan)
        let isFirst = part == Part.inOrder(of: work.plan).first
        return try await steps.carryOut(work.session) { [self] () async throws(PlatformError) -> Progress in
            if isFirst {
                sessions.prepare(work.session)
                asked.used([work.plan])
                return try await accept(offer)
            }
            if part == .executable {
                _ = try await follow(offer) { $0 == .running || $0 == .releasing || $0.isEnd }
            }
            return .done
        }
    }

    /// Accepts, unless that was done before: then the session there is no offer any more.
    private func accept(_ plan: RemotePlan) async throws(PlatformError) -> Progress {
        let id = plan.offer
        try await call(plan) { client throws(ClientError) in
            let phase = try await client.session(id).value.phase
            switch phase {
            case .offered?, .initial?, nil: _ = try await client.accept(id)
            case .expired?, .rejected?:
                throw ClientError(.gone, "The offer \(id) is \(phase?.rawValue ?? "").")
            default: break
            }
        }
        return Progress(notes: [
            Note(
                .info, "{origin} carries it out as its session {session}.",
                ["origin": settings.name, "session": "\(id)"])
        ])
    }

    /// A call about a session there, repeated while the site does not answer.
    ///
    /// - Parameter patience: seconds; those of `awaySeconds` unless set.
    @discardableResult
    func call<Value: Sendable>(
        _ plan: RemotePlan, patience: Int64? = nil,
        _ body: (BrokerClient) async throws(ClientError) -> Value
    ) async throws(PlatformError) -> Value {
        do throws(ClientError) {
            return try await site.patiently(as: plan.asker, for: patience ?? settings.awaySeconds, body)
        } catch {
            throw PlatformError(error, settings.name, url: site.client.url, session: plan.offer)
        }
    }

    /// Follows a session there until it is in such a phase. A site that is away is waited for; its tasks go on.
    ///
    /// - Parameter patience: seconds that the site may be away; those of `awaySeconds` unless set.
    func follow(
        _ plan: RemotePlan, patience: Int64? = nil, until isThere: @Sendable (SessionPhase) -> Bool
    ) async throws(PlatformError) -> Session {
        let (id, patience) = (plan.offer, patience ?? settings.awaySeconds)
        while true {
            let session = try await call(plan, patience: patience) { client throws(ClientError) in
                try await client.session(id).value
            }
            if isThere(try phase(of: session, id)) { return session }
            var pause = Self.pauseSeconds
            if site.beginStream() {
                defer { site.endStream() }
                if let session = try await event(of: plan, isThere) { return session }
                // Events that end without an end of the session are begun again, not at once.
                pause = 1
            }
            try? await Task.sleep(for: .seconds(pause))
            if Task.isCancelled { throw PlatformError(.cancelled, "The session was cancelled.") }
        }
    }

    /// Seconds between two looks at a session whose events are not followed.
    private static let pauseSeconds = 5

    /// - Returns: nil when the events ended before.
    private func event(
        of plan: RemotePlan, _ isThere: (SessionPhase) -> Bool
    ) async throws(PlatformError) -> Session? {
        do throws(ClientError) {
            for try await event in try await site.follower(as: plan.asker).events(of: plan.offer) {
                guard case .session(let received) = event, let phase = received.value.phase else { continue }
                if isThere(phase) { return received.value }
            }
        } catch {
            // Whose token is over is asked for again by the next call.
            if Task.isCancelled || !(error.isPassing || site.asksForPeople && error.code == .notIdentified) {
                throw PlatformError(error, settings.name, url: site.client.url, session: plan.offer)
            }
        }
        return nil
    }

    func phase(of session: Session, _ id: UUID) throws(PlatformError) -> SessionPhase {
        if let phase = session.phase { return phase }
        throw PlatformError(
            .broken, "\(settings.name) does not say in which phase its session \(id) is.", subject: "\(id)")
    }
}
