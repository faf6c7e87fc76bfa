package import BerthDocument
import BerthHTTP
import BerthModel

/// Reads documents out of replies, as far as they can be understood.
enum ReplyReader {
    /// Answers may be larger than requests.
    static let limits = DocumentLimits(sizeBytes: 16 << 20, valueCount: 1_000_000, textBytes: 1 << 20)

    /// - Throws: `brokenReply`.
    static func read<Value: Shaped>(
        _: Value.Type, _ reply: HTTPReply, url: String
    ) throws(ClientError) -> Received<Value> {
        let document = try document(reply, limits: limits, url: url)
        let syntax = syntax(of: reply.headers, reply.body)
        // JSON says itself what is text.
        let resolved = syntax == .json ? document : document.resolvedTree()
        return Received(Value.reading(document, from: syntax).value, resolved, location: reply.headers["Location"])
    }

    /// Reads the JSON of an event.
    ///
    /// - Throws: `brokenReply`.
    static func read<Value: Shaped>(
        _ type: Value.Type, _ event: String, url: String
    ) throws(ClientError) -> Received<Value> {
        var headers: HTTPHeaders = [:]
        headers["Content-Type"] = "application/json"
        let reply = HTTPReply(status: .ok, headers: headers, body: Array(event.utf8), url: url)
        return try read(type, reply, url: url)
    }

    /// - Throws: `brokenReply`.
    static func document(
        _ reply: HTTPReply, limits: DocumentLimits, url: String
    ) throws(ClientError) -> Document {
        let syntax = syntax(of: reply.headers, reply.body)
        let document: Document
        do throws(DocumentError) {
            document = try Document.read(reply.body, as: syntax, limits: limits)
        } catch {
            throw ClientError(
                .brokenReply, "The broker at \(url) did not answer with a document; is it a broker?",
                cause: "\(error)")
        }
        guard case .map = document else {
            throw ClientError(.brokenReply, "The broker at \(url) did not answer with a document; is it a broker?")
        }
        return document
    }

    /// By the media type, else by the first character.
    static func syntax(of headers: HTTPHeaders, _ body: [UInt8]) -> Syntax {
        let said = headers["Content-Type"]
        if said == "application/json" { return .json }
        if let media = said.flatMap({ MediaType(reading: $0) }) {
            let word = media.suffix ?? media.subtype
            if word == "json" { return .json }
            if word == "yaml" || word == "x-yaml" { return .yaml }
            if word == "xml" { return .xml }
        }
        switch body.first(where: { $0 > 0x20 }) {
        case UInt8(ascii: "<"): return .xml
        case UInt8(ascii: "{"), UInt8(ascii: "["): return .json
        default: return .yaml
        }
    }
}

extension DocumentLimits {
    /// Snapshots tell of everything that is held.
    package static let ofSnapshots = DocumentLimits(
        sizeBytes: 256 << 20, valueCount: 10_000_000, memberCount: 1_000_000, textBytes: 16 << 20)
}
