package import BerthBroker
import BerthDocument
import BerthHTTP
package import BerthModel
import BerthPlatform

/// Answers with all that they depend on.
extension Service {
    func snapshot(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        // Nothing comes of it that could come twice.
        _ = try IdempotencyKey(request.headers)
        let via = try Via.read(request.headers)
        let choice = try PlatformChoice(reading: request.target.query, known: broker.platformNames)
        let syntax = try RequestBody.syntax(request.headers)
        let (question, problems) = try bodies.read(
            ExecutionRequest.self, from: request.body, syntax, roots: [XMLRoots.executionRequest])
        // It copies all that is held: the other connections of this thread do not wait for it.
        await Task.yield()
        // What was read is UTF-8.
        let body = String(decoding: request.body, as: UTF8.self)
        let snapshot = try await Self.refusing { () async throws(BrokerError) in
            try await broker.snapshot(
                question, body: body, syntax, ignored: problems, among: choice, via: via, as: asker)
        }
        return AnswerForm.json.response(.ok, snapshot, root: "snapshot")
    }

    /// The answer of a snapshot, given again.
    ///
    /// - Throws: `malformed` for a request in it that cannot be read, `platformFailed` for a capacity that cannot be
    ///   counted.
    package static func replay(_ snapshot: Snapshot) async throws(BrokerError) -> OfferSetResponse {
        let syntax = Syntax(rawValue: snapshot.syntax.rawValue) ?? .json
        let bodies = RequestBody(limits: DocumentLimits(sizeBytes: 16 << 20, textBytes: 16 << 20))
        let read: (value: ExecutionRequest, problems: [Problem])
        do throws(Refusal) {
            read = try bodies.read(
                ExecutionRequest.self, from: Array(snapshot.request.utf8), syntax, roots: [XMLRoots.executionRequest])
        } catch {
            throw BrokerError(.malformed, error.detail, path: ["request"])
        }
        return try await Broker.replay(snapshot, read.value, ignored: read.problems)
    }
}
