public import BerthDocument
import BerthHTTP
public import BerthModel

extension BrokerClient {
    /// Asks, and hears what each platform says as it says it; a broker that tells nothing before the end is asked as
    /// well.
    ///
    /// - Parameters:
    ///   - time: how long platforms are waited for; the broker's own limit unless given, and never longer.
    ///   - enough: nothing is waited for any more once platforms have said yes in so many ways.
    ///   - before: of these ways only those count that can start before it; then one is enough unless given.
    ///   - heard: is told each answer.
    ///   - others: as of `ask`.
    public func ask(
        _ request: Document, platforms: [String] = [], without left: [String] = [], key: String? = nil,
        within time: TimeSpan? = nil, enough: Int? = nil, before: Instant? = nil,
        heard: (PlatformAnswer) -> Void
    ) async throws(ClientError) -> Received<OfferSetResponse> {
        let path = "/requests" + Self.query(platforms, left, time, enough, before)
        var sent = try json(path, request, key: key)
        sent.headers["Accept"] = "text/event-stream, application/json;q=0.9"
        sent.totalSeconds = Self.totalSeconds
        let about = "asking (POST /requests)"
        let stream = try await open(sent)
        let type = stream.headers["Content-Type"].flatMap { MediaType(reading: $0) }
        guard stream.status == .ok, type?.essence == "text/event-stream" else {
            return try await whole(stream, about: about)
        }
        var parser = EventParser()
        while let bytes = try await next(of: stream) {
            for event in parser.take(bytes) {
                switch event.name {
                case "answer": heard(try ReplyReader.read(PlatformAnswer.self, event.data, url: url).value)
                case "offerset": return try ReplyReader.read(OfferSetResponse.self, event.data, url: url)
                case "problem":
                    let problem = try ReplyReader.read(ProblemDocument.self, event.data, url: url).value
                    let status = HTTPStatus(Int(clamping: problem.status ?? 500))
                    throw ClientError(status, stream.headers, Array(event.data.utf8), about: about, url: url)
                default: continue
                }
            }
            if parser.isOverflown {
                throw ClientError(.brokenReply, "The broker at \(url) sends an answer without an end.")
            }
        }
        throw ClientError(.unreachable, "The broker at \(url) ended its answer before the end.")
    }

    /// The answer of a broker that sends no events.
    private func whole(
        _ stream: HTTPStreamedReply, about: String
    ) async throws(ClientError) -> Received<OfferSetResponse> {
        var body: [UInt8] = []
        while let bytes = try await next(of: stream) {
            body += bytes
            if body.count > ReplyReader.limits.sizeBytes {
                throw ClientError(.brokenReply, "The broker at \(url) sends an answer without an end.")
            }
        }
        let reply = HTTPReply(status: stream.status, headers: stream.headers, body: body, url: url)
        try check(reply, about: about)
        return try await read(OfferSetResponse.self, reply, about: "the answer")
    }
}
