import BerthBroker
import BerthHTTP
import BerthModel

/// Answers as they come.
extension Service {
    /// Each platform's answer as an event when it comes, and the offer set at the end.
    func streamed(
        _ wishes: AskingWishes, _ ask: @escaping @Sendable (AskingWishes) async throws(Refusal) -> OfferSetResponse
    ) -> HTTPResponse {
        let stream = HTTPStream { [meter] writer in
            meter.streamOpened()
            defer { meter.streamClosed() }
            let (answers, heard) = AsyncStream<PlatformAnswer>.makeStream()
            var wishes = wishes
            wishes.heard = { heard.yield($0) }
            // What was asked for is answered and held, also when nobody reads on.
            let asking = Task { [wishes] () -> Result<OfferSetResponse, Refusal> in
                defer { heard.finish() }
                do throws(Refusal) { return .success(try await ask(wishes)) } catch { return .failure(error) }
            }
            for await answer in answers { try await writer.write(try EventFrames.frame(answer)) }
            switch await asking.value {
            case .success(let answer): try await writer.write(try EventFrames.frame(answer))
            case .failure(let refusal): try await writer.write(try EventFrames.frame(refusal.document))
            }
        }
        return HTTPResponse(
            .ok, headers: ["Cache-Control": "no-store"], contentType: EventFrames.mediaType, stream: stream)
    }
}

extension EventFrames {
    static let mediaType = "text/event-stream"

    /// Whether a client that asks likes events best.
    static func areWanted(_ headers: HTTPHeaders) -> Bool {
        guard headers["Accept"]?.contains(mediaType) ?? false else { return false }
        let wished = Accept.members(headers, "Accept")
        guard let events = wished.first(where: { MediaType(reading: $0.value)?.essence == mediaType }) else {
            return false
        }
        return events.weight > 0 && wished.allSatisfy { $0.weight <= events.weight }
    }
}

extension AskingWishes {
    /// Reads what of the query is about waiting, and leaves the rest.
    ///
    /// - Throws: `wrongParameter`.
    init(taking items: inout [RequestTarget.QueryItem]) throws(Refusal) {
        self.init()
        for item in items {
            switch item.name {
            case "time":
                guard let time = try? TimeSpan(reading: item.value), time >= .zero else {
                    throw Refusal(
                        .wrongParameter, "The time \(item.value.prefix(64)) is no duration such as PT5S.")
                }
                self.time = time
            case "enough":
                guard let enough = Int(item.value), enough > 0 else {
                    throw Refusal(
                        .wrongParameter, "enough is \(item.value.prefix(64)); it is how many ways are enough, from 1.")
                }
                self.enough = enough
            case "before":
                guard let before = Instant(item.value) else {
                    throw Refusal(
                        .wrongParameter,
                        "before is \(item.value.prefix(64)); it is an instant such as 2026-01-31T12:00:00Z.")
                }
                self.before = before
            default: continue
            }
        }
        // A start that is good enough is enough once.
        if before != nil { enough = enough ?? 1 }
        items.removeAll { ["time", "enough", "before"].contains($0.name) }
    }
}
