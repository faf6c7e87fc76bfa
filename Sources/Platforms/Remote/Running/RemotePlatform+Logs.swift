import BerthClient
import BerthModel
package import BerthPlatform

extension RemotePlatform {
    package func log(
        _ stream: LogStream, of work: Work, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(PlatformError) -> LogPiece {
        let plan = try offer(of: work.plan)
        let id = plan.offer
        // There it may be running while it is being prepared here: nobody reads what has not begun.
        if sessions.isPreparing(work.session) {
            if !waiting { return LogPiece(bytes: [], isEnd: false) }
            await sessions.opened(work.session)
        }
        guard let output = TaskOutput(rawValue: stream.rawValue) else { return LogPiece(bytes: [], isEnd: true) }
        do throws(ClientError) {
            let piece =
                waiting
                ? try await site.follower(as: plan.asker)
                    .output(output, of: id, from: offset, limit: limit, waiting: true)
                : try await site.call(as: plan.asker) { client throws(ClientError) in
                    try await client.output(output, of: id, from: offset, limit: limit, waiting: false)
                }
            guard let piece else { return LogPiece(bytes: [], isEnd: true) }
            if !piece.bytes.isEmpty || piece.isEnd { return LogPiece(bytes: piece.bytes, isEnd: piece.isEnd) }
            let phase = try await site.call(as: plan.asker) { client throws(ClientError) in
                try await client.session(id).value.phase
            }
            return LogPiece(bytes: [], isEnd: phase?.isEnd ?? false)
        } catch {
            throw PlatformError(error, settings.name, url: site.client.url, session: id)
        }
    }
}
