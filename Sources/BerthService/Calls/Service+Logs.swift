import BerthBroker
import BerthHTTP
import BerthModel
import BerthPlatform

/// What the executable wrote.
extension Service {
    private static let logType = "text/plain; charset=utf-8"

    func log(_ request: HTTPRequest, as asker: Identity) async throws(Refusal) -> HTTPResponse {
        let id = try Self.id(request, of: "session")
        guard let stream = LogStream(rawValue: request.parameter("stream") ?? "") else {
            throw Refusal(.notFound, "A session writes stdout, stderr and result, and nothing else.")
        }
        let log = SessionLog(broker: broker, id: id, stream: stream, asker: asker, pieceBytes: settings.logPieceBytes)
        if try Self.follows(request) { return try await following(log, from: Self.start(request)) }
        let (beginning, isWhole) = try await Self.refusing { () async throws(BrokerError) in
            try await log.beginning(upTo: settings.wholeLogBytes)
        }
        if isWhole {
            var response = HTTPResponse(.ok, contentType: Self.logType, body: beginning).tagged()
            response.acceptsRanges = true
            return response
        }
        // Whoever has a part of a large output cannot know that it still is of this one: there is no tag.
        if request.method == .get, let range = request.headers["Range"], request.headers["If-Range"] == nil {
            if let part = try await part(range, of: log) { return part }
        }
        return streamed(.ok) { writer in
            try await writer.write(beginning)
            try await log.write(from: Int64(beginning.count), to: .max, writer)
        }
    }

    /// - Throws: `wrongParameter`.
    private static func follows(_ request: HTTPRequest) throws(Refusal) -> Bool {
        let items = request.target.query
        guard let first = items.first else { return false }
        if items.count == 1, first.name == "follow", ["true", "false"].contains(first.value) {
            return first.value == "true"
        }
        throw Refusal(.wrongParameter, "The query may have follow=true or follow=false, once, and nothing else.")
    }

    /// The byte from which on somebody goes on following; nil for the whole, which is right too for ranges with an end.
    /// Source: RFC 8673, section 2.2.
    private static func start(_ request: HTTPRequest) -> Int64? {
        guard request.method == .get, let range = request.headers["Range"], request.headers["If-Range"] == nil,
            case .part(let part) = ByteRange(reading: range, length: .max), part.upperBound > Self.farthestByte,
            part.lowerBound < Self.farthestByte
        else { return nil }
        return Int64(part.lowerBound)
    }

    /// - Parameter start: nil is an answer with the whole.
    private func following(_ log: SessionLog, from start: Int64?) async throws(Refusal) -> HTTPResponse {
        // What is refused is refused before the answer begins.
        _ = try await view(log.id, as: log.asker)
        // A part that does not say that it is one would be taken for all that was written.
        let stream = HTTPStream(whenStopping: .cut) { [world] writer in
            try await log.follow(from: start ?? 0, world, writer)
        }
        var response = HTTPResponse(start == nil ? .ok : .partialContent, contentType: Self.logType, stream: stream)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Accept-Ranges"] = "bytes"
        if let start { response.headers["Content-Range"] = "bytes \(start)-\(Self.farthestByte)/*" }
        return response
    }

    /// What stands for the last byte of what is still written. Source: RFC 8673, section 2.2.
    private static let farthestByte = (1 << 53) - 1

    /// The part that is asked of a large output; nil when the whole is right.
    private func part(_ range: String, of log: SessionLog) async throws(Refusal) -> HTTPResponse? {
        let length = try await Self.refusing { () async throws(BrokerError) in try await log.length() }
        switch ByteRange(reading: range, length: Int(clamping: length)) {
        case .whole: return nil
        case .none:
            throw Refusal(
                .rangeNotSatisfiable, "The range must begin before byte \(length).",
                headers: ["Content-Range": "bytes */\(length)"])
        case .part(let part):
            var response = streamed(.partialContent) { writer in
                try await log.write(from: Int64(part.lowerBound), to: Int64(part.upperBound), writer)
            }
            response.headers["Content-Range"] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(length)"
            return response
        }
    }

    private func streamed(
        _ status: HTTPStatus, _ produce: @escaping @Sendable (HTTPBodyWriter) async throws -> Void
    ) -> HTTPResponse {
        var response = HTTPResponse(status, contentType: Self.logType, stream: HTTPStream(produce))
        response.headers["Cache-Control"] = "no-cache"
        response.headers["Accept-Ranges"] = "bytes"
        return response
    }
}

/// One output of one session, read in pieces.
struct SessionLog: Sendable {
    let broker: Broker
    let id: UUID
    let stream: LogStream
    let asker: Identity
    let pieceBytes: Int

    private func piece(from offset: Int64, limit: Int, waiting: Bool = false) async throws(BrokerError) -> LogPiece {
        try await broker.log(stream, of: id, from: offset, limit: limit, waiting: waiting, as: asker)
    }

    /// The first bytes, at most one piece more than `limit`, and whether they are all.
    func beginning(upTo limit: Int) async throws(BrokerError) -> (bytes: [UInt8], isWhole: Bool) {
        var bytes: [UInt8] = []
        while bytes.count <= limit {
            let piece = try await piece(from: Int64(bytes.count), limit: pieceBytes)
            bytes += piece.bytes
            if piece.isEnd || piece.bytes.isEmpty { return (bytes, true) }
        }
        return (bytes, false)
    }

    /// How many bytes there are now.
    ///
    /// - Complexity: logarithmic, in pieces of one byte.
    func length() async throws(BrokerError) -> Int64 {
        var (there, beyond): (Int64, Int64) = (0, 1)
        while try await hasByte(beyond - 1), beyond < 1 << 60 { (there, beyond) = (beyond, beyond * 2) }
        // A byte is there before `there`, none from `beyond - 1` on.
        beyond -= 1
        while there < beyond {
            let middle = there + (beyond - there) / 2
            if try await hasByte(middle) { there = middle + 1 } else { beyond = middle }
        }
        return there
    }

    private func hasByte(_ offset: Int64) async throws(BrokerError) -> Bool {
        try await !piece(from: offset, limit: 1).bytes.isEmpty
    }

    /// Writes what is there of a range, half-open.
    func write(from start: Int64, to end: Int64, _ writer: HTTPBodyWriter) async throws {
        var offset = start
        while offset < end {
            let piece = try await piece(from: offset, limit: Int(min(Int64(pieceBytes), end - offset)))
            if piece.bytes.isEmpty { return }
            try await writer.write(piece.bytes)
            offset += Int64(piece.bytes.count)
            if piece.isEnd { return }
        }
    }

    /// Writes what is there from an offset on and what comes, until nothing more will.
    ///
    /// - Throws: also when it has to stop before that.
    func follow(from start: Int64, _ world: any World, _ writer: HTTPBodyWriter) async throws {
        var offset = start
        while true {
            try Task.checkCancellation()
            let view = try await broker.session(id, as: asker)
            let piece = try await piece(from: offset, limit: pieceBytes, waiting: true)
            if !piece.bytes.isEmpty {
                try await writer.write(piece.bytes)
                offset += Int64(piece.bytes.count)
            }
            if !piece.bytes.isEmpty && !piece.isEnd { continue }
            // A session that is not at its end may begin to write although its platform has nothing yet.
            if view.session.phase?.isEnd ?? false { return }
            let deadline = world.now() + TimeSpan(seconds: 1)
            let next = try await broker.change(of: id, after: view.revision, until: deadline, as: asker)
            // The broker stops: more may come after its next start.
            if next == nil && world.now() < deadline { throw CancellationError() }
        }
    }
}
