import BerthDocument
import BerthHTTP
import BerthHost
package import BerthModel
package import BerthPlatform

extension PythonPlatform {
    package func prepare(_ part: Part, of work: Work) async throws(PlatformError) -> Progress {
        try checkNotCancelled(work)
        return try await worker.step("prepare", parameters(work, ["part": .text("\(part)")]), as: WorkerProgress.self)
            .progress
    }

    package func start(_ work: Work) async throws(PlatformError) -> Progress {
        try checkNotCancelled(work)
        return try await worker.step("start", parameters(work), as: WorkerProgress.self).progress
    }

    package func observe(_ work: Work, after seen: WorkState?) async throws(PlatformError) -> WorkState {
        let word: Document =
            switch seen {
            case .waiting: "waiting"
            case .running: "running"
            case .finished, nil: .null
            }
        let said = try await worker.step("observe", parameters(work, ["seen": word]), as: WorkerState.self)
        guard let state = said.told else {
            throw WorkerFault(.nonsense, "it tells a state that is none").error(of: settings.name)
        }
        return state
    }

    package func cancel(_ work: Work) async throws(PlatformError) {
        // What comes after it does not begin; what is under way the plugin ends itself.
        steps.cancel(work.session)
        _ = try await worker.step(
            "cancel", parameters(work), within: .seconds(settings.stopSeconds), as: WorkerProgress.self)
    }

    package func release(_ part: Part, of work: Work) async throws(PlatformError) {
        steps.forget(work.session)
        _ = try await worker.step(
            "release", parameters(work, ["part": .text("\(part)")]), within: .seconds(settings.stopSeconds),
            as: WorkerProgress.self)
    }

    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let most = min(limit, Self.mostPieceBytes)
        let piece = try await worker.step(
            "log",
            parameters(
                work,
                [
                    "stream": .text(stream.rawValue), "offset": .integer(offset), "limit": .integer(Int64(most)),
                    "waiting": .bool(waiting),
                ]), within: .seconds(settings.callSeconds * (waiting ? 2 : 1)), as: WorkerPiece.self)
        guard let bytes = Base64.decoded(piece.text), bytes.count <= most else {
            throw WorkerFault(.nonsense, "it hands out more of an output than was asked").error(of: settings.name)
        }
        return LogPiece(bytes: bytes, isEnd: piece.isEnd)
    }

    package func forget(_ session: UUID) async {
        // A worker that is away for longer is not waited for: others are to be forgotten as well.
        _ = try? await worker.step(
            "forget", ["session": .text("\(session)")], within: .seconds(settings.stopSeconds),
            patience: min(settings.awaySeconds, 2 * settings.callSeconds), as: WorkerProgress.self)
    }

    private func checkNotCancelled(_ work: Work) throws(PlatformError) {
        if steps.isCancelled(work.session) { throw PlatformError(.cancelled, "The session was cancelled.") }
    }

    /// Bytes of an output that a worker hands out at once. Source: docs/PYTHON_PLUGINS.md.
    private static let mostPieceBytes = 1 << 20

    private func parameters(_ work: Work, _ more: DocumentMembers = DocumentMembers()) -> Document {
        var members = more
        members["work"] = WorkerWork(work).document(for: .json)
        return .map(members)
    }
}
