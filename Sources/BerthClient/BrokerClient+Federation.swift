import BerthDocument
import BerthHTTP
package import BerthModel

// What a broker needs that asks another one, beside what people need.

extension BrokerClient {
    /// What a broker is, before it is asked anything.
    package struct Acquaintance: Sendable, Hashable {
        /// Whether it is one of ours, which knows keys that name a request.
        package var isBerth: Bool
        /// What its clock says, to the second; nil where it does not tell.
        package var time: Instant?
    }

    /// Makes the acquaintance of a broker; whoever answers at all is there.
    package func meet() async throws(ClientError) -> Acquaintance {
        var request = bare(.get, "/health")
        request.totalSeconds = Self.totalSeconds
        request.maximumBytes = Self.largestProblemBytes
        let reply = try await transfer(request)
        let health = try? ReplyReader.read(Health.self, reply, url: url).value
        return Acquaintance(
            isBerth: health?.status != nil && health?.version != nil,
            time: reply.headers["Date"].flatMap { HTTPDate.instant($0) })
    }

    /// Whether somebody takes questions there as an ExecutionBroker does: told by what becomes of one that nobody can
    /// read. Nothing is asked.
    ///
    /// - Returns: false for a place that has no such call, or takes anything; true also where it cannot be told, as by
    ///   somebody who first wants to know who asks.
    package func takesQuestions() async throws(ClientError) -> Bool {
        var request = bare(.post, "/requests")
        request.headers["Content-Type"] = "application/json"
        request.body = Array("{".utf8)
        request.totalSeconds = Self.totalSeconds
        request.maximumBytes = Self.largestProblemBytes
        let reply = try await transfer(request)
        switch reply.status.code {
        case 200..<400:
            // Whoever answers that as well says yes or no.
            return (try? Document.read(reply.body, as: .json))?["result"] != nil
        case 404, 405, 410, 501: return false
        default: return true
        }
    }

    /// Asks for somebody who asked another broker.
    ///
    /// - Parameters:
    ///   - request: in JSON, which is the same for all who are asked.
    ///   - key: as of the other `ask`.
    ///   - via: the brokers that the question came through, the last one last.
    ///   - time: how long that broker may wait for its platforms; only for one of ours, which knows it.
    /// - Returns: the answer, and when the broker says that it gave it.
    package func ask(
        _ request: [UInt8], key: String, via: [String], within time: TimeSpan? = nil
    ) async throws(ClientError) -> (answer: Received<OfferSetResponse>, time: Instant?) {
        var sent = try json("/requests" + Self.query([], [], time), request, key: key)
        if !via.isEmpty { sent.headers["Berth-Via"] = via.joined(separator: ", ") }
        sent.totalSeconds = Self.totalSeconds
        let reply = try await transfer(sent)
        try check(reply, about: "asking (POST /requests)")
        let answer = try await read(OfferSetResponse.self, reply, about: "the answer")
        return (answer, reply.headers["Date"].flatMap { HTTPDate.instant($0) })
    }

    /// A draft that somebody keeps in the portal of the broker: the request, as JSON.
    package func draft(_ id: UUID) async throws(ClientError) -> [UInt8] {
        var request = bare(.get, "/portal/drafts/\(id).json")
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request)
        if reply.status == .notFound {
            throw ClientError(
                .notFound,
                "The broker at \(url) keeps no draft \(id): it was removed, it is too old, or there is no portal.")
        }
        try check(reply, about: "the draft \(id), in its portal")
        return reply.body
    }

    /// A piece of what a task wrote.
    package struct OutputPiece: Sendable, Hashable {
        package var bytes: [UInt8]
        /// Nothing more comes after them, as far as the broker said; without `waiting` it does not say.
        package var isEnd: Bool
    }

    /// At most `limit` bytes of what a task wrote, from an offset on.
    ///
    /// - Parameter waiting: for the next bytes when there are none yet, until the session ends.
    /// - Returns: nil for a broker that has no outputs.
    package func output(
        _ output: TaskOutput, of id: UUID, from offset: Int64, limit: Int, waiting: Bool
    ) async throws(ClientError) -> OutputPiece? {
        var request = bare(
            .get, "/sessions/\(id)/log/\(output.rawValue)\(waiting ? "?follow=true" : "")",
            accept: "text/plain, */*;q=0.1")
        request.maximumBytes = .max
        request.headers["Accept-Encoding"] = "identity"
        let (last, overflow) = offset.addingReportingOverflow(Int64(limit) - 1)
        // Of what is still being written only the rest can be asked for.
        request.headers["Range"] = waiting || overflow ? "bytes=\(offset)-" : "bytes=\(offset)-\(last)"
        if !waiting { request.stalledSeconds = Self.totalSeconds }
        let reply = try await open(request)
        if reply.status == .rangeNotSatisfiable { return OutputPiece(bytes: [], isEnd: waiting) }
        if [404, 405, 406, 501].contains(reply.status.code) {
            // Whether there is the session at all it says itself.
            _ = try await session(id)
            return nil
        }
        guard reply.status.isSuccess else { throw try await refusal(reply, about: "the output of the session \(id)") }
        // Whoever does not know ranges sends the whole.
        var skipped = reply.status == .partialContent ? 0 : offset
        var bytes: [UInt8] = []
        while bytes.count < limit, let next = try await next(of: reply) {
            let old = min(Int64(next.count), skipped)
            skipped -= old
            bytes += next.dropFirst(Int(old)).prefix(limit - bytes.count)
            if waiting && !bytes.isEmpty { break }
        }
        return OutputPiece(bytes: bytes, isEnd: waiting && bytes.isEmpty)
    }
}
