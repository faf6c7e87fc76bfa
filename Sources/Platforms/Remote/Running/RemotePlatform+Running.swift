import BerthClient
import BerthHost
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    /// It was started there when it was ready: what can be reached is told here.
    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        let offer = try offer(of: work.plan)
        return try await steps.carryOut(work.session) { [self] () async throws(PlatformError) -> Progress in
            let session = try await call(offer) { client throws(ClientError) in
                try await client.session(offer.offer).value
            }
            sessions.open(work.session)
            let connectors = session.connectors.prefix(Self.mostConnectors).map { connector in
                Connector(status: .available, protocol: connector.protocol ?? "", location: connector.location)
            }
            return Progress(connectors: Array(connectors))
        }
    }

    private static let mostConnectors = 100

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let offer = try offer(of: work.plan)
        sessions.open(work.session)
        let session = try await follow(offer) { phase in
            phase.isEnd || seen == nil || (Self.isRunning(phase) ? seen != .running : false)
        }
        let phase = try phase(of: session, offer.offer)
        guard phase.isEnd else { return Self.isRunning(phase) ? .running : .waiting }
        sessions.end(work.session)
        return .finished(outcome(of: session, phase, offer))
    }

    private static func isRunning(_ phase: SessionPhase) -> Bool { phase == .running || phase == .releasing }

    private static let mostNotes = 50

    /// How it ended there, with what was said of it since it was accepted.
    private func outcome(of session: Session, _ phase: SessionPhase, _ offer: RemotePlan) -> Outcome {
        let messages = session.component.meta?.messages ?? []
        let news = messages.dropFirst(Int(clamping: max(0, offer.messages)))
        let origin = Origin(name: settings.name)
        var notes = news.suffix(Self.mostNotes).map { origin.note($0) }
        let isSuccess = phase == .completed
        if !isSuccess && !notes.contains(where: { $0.level == .error || $0.level == .warn }) {
            notes.append(
                Note(
                    .error, "{origin} says that the work is {phase}.",
                    ["origin": settings.name, "phase": phase.rawValue]))
        }
        let code = messages.reversed().lazy.compactMap { $0.values["exitCode"].flatMap { Int64($0) } }.first
        return Outcome(isSuccess: isSuccess, exitCode: isSuccess ? 0 : code == 0 ? nil : code, notes: notes)
    }
}
