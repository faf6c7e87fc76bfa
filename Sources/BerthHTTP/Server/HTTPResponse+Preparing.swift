/// What every answer gets on its way out: 304 for what the client has, a part when a range is asked, compression.
extension HTTPResponse {
    /// The answer as it is sent for that request.
    func prepared(for request: HTTPRequest, settings: HTTPServerSettings) -> HTTPResponse {
        guard status == .ok || settings.gzipFromBytes != nil else { return self }
        var response = self
        let isRead = request.method == .get || request.method == .head
        if isRead && status == .ok {
            if let tag = headers["ETag"], EntityTag.matches(request.headers, tag) {
                return notModified(settings)
            }
            if acceptsRanges {
                response.headers["Accept-Ranges"] = "bytes"
                if let part = response.part(for: request, settings: settings) { return part }
            }
        }
        if let least = settings.gzipFromBytes { response.compress(from: least, for: request) }
        return response
    }

    /// 304 with the fields that a cache needs. Source: RFC 9110 §15.4.5.
    private func notModified(_ settings: HTTPServerSettings) -> HTTPResponse {
        var response = HTTPResponse(.notModified)
        for name in ["ETag", "Cache-Control", "Content-Location", "Expires", "Vary"] {
            if let value = headers[name] { response.headers[name] = value }
        }
        // The whole would vary, so this does. Source: RFC 9110 §12.5.5.
        if let least = settings.gzipFromBytes, mayBeCompressed(from: least) {
            response.headers.addListed("Vary", "Accept-Encoding")
        }
        response.route = route
        return response
    }

    /// The part that is asked, 416 when there is none, nil when the whole is right.
    private func part(for request: HTTPRequest, settings: HTTPServerSettings) -> HTTPResponse? {
        guard request.method == .get, case .bytes(let bytes) = body, let text = request.headers["Range"] else {
            return nil
        }
        if let condition = request.headers["If-Range"], condition != headers["ETag"] || condition.hasPrefix("W/") {
            return nil
        }
        switch ByteRange(reading: text, length: bytes.count) {
        case .whole: return nil
        case .none:
            let problem = HTTPProblem(
                .rangeNotSatisfiable, .rangeNotSatisfiable, "the range must begin before byte \(bytes.count)",
                headers: ["Content-Range": "bytes */\(bytes.count)"])
            var response = settings.onProblem(problem, request)
            response.route = route
            return response
        case .part(let range):
            var response = self
            response.status = .partialContent
            response.headers["Content-Range"] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"
            response.body = .bytes(Array(bytes[range]))
            return response
        }
    }

    private mutating func compress(from least: Int, for request: HTTPRequest) {
        guard mayBeCompressed(from: least), case .bytes(let bytes) = body else { return }
        headers.addListed("Vary", "Accept-Encoding")
        guard request.headers["Accept-Encoding"] != nil, Accept.takes(coding: "gzip", request.headers),
            let compressed = Gzip.compress(bytes), compressed.count < bytes.count
        else { return }
        body = .bytes(compressed)
        headers["Content-Encoding"] = "gzip"
        // Other bytes under the same strong tag would be a lie.
        if let tag = headers["ETag"], !tag.hasPrefix("W/") { headers["ETag"] = "W/\(tag)" }
        if acceptsRanges { headers["Accept-Ranges"] = "none" }
    }

    private func mayBeCompressed(from least: Int) -> Bool {
        guard case .bytes(let bytes) = body, bytes.count >= least else { return false }
        return !status.hasNoBody && headers["Content-Encoding"] == nil && isCompressible
    }

    private var isCompressible: Bool {
        guard let text = headers["Content-Type"], let media = MediaType(reading: text) else { return false }
        if media.type == "text" { return media.subtype != "event-stream" }
        return ["json", "yaml", "xml"].contains(media.suffix ?? media.subtype)
            || ["javascript", "x-yaml", "svg+xml", "openmetrics-text"].contains(media.subtype)
    }
}
