import BerthBroker
import BerthDocument
import BerthHTTP
import BerthModel
import BerthPlatform
import BerthSchemas
import BerthSignatures

/// What a client calls one request, so that it can send it again without its being done twice.
///
/// Source: draft-ietf-httpapi-idempotency-key-header. The draft wants a string of structured fields; most clients
/// send the bare text, which is read as well and means the same.
struct IdempotencyKey: Sendable, Hashable {
    static let field = "Idempotency-Key"
    static let longest = 255

    let text: String

    /// The key of a request; `nil` when it has none.
    ///
    /// - Throws: `wrongParameter`.
    init?(_ headers: HTTPHeaders) throws(Refusal) {
        guard let value = headers[Self.field] else { return nil }
        guard headers.values(Self.field).count == 1 else {
            throw Refusal(.wrongParameter, "\(Self.field) can stand there once.")
        }
        guard let text = Self.text(of: Array(value.utf8)), (1...Self.longest).contains(text.count) else {
            throw Refusal(
                .wrongParameter,
                "\(Self.field) must have from 1 to \(Self.longest) printable ASCII characters, in double quotes or "
                    + "without any.")
        }
        self.text = String(decoding: text, as: UTF8.self)
    }

    /// What is meant by the bytes of the field; `nil` when they are not as they should be.
    ///
    /// Source: RFC 9651, section 4.2.5.
    private static func text(of value: [UInt8]) -> [UInt8]? {
        guard value.allSatisfy({ 32...126 ~= $0 }) else { return nil }
        let (quote, escape) = (UInt8(ascii: "\""), UInt8(ascii: "\\"))
        guard value.first == quote else { return value }
        var text: [UInt8] = []
        var bytes = value.dropFirst()
        while let byte = bytes.popFirst() {
            if byte == quote { return bytes.isEmpty ? text : nil }
            if byte != escape {
                text.append(byte)
            } else if let escaped = bytes.popFirst(), escaped == quote || escaped == escape {
                text.append(escaped)
            } else {
                return nil
            }
        }
        return nil
    }

    /// The key of one person for one call, with all of the request that its answer depends on.
    ///
    /// - Throws: `unsupportedMediaType`.
    func of(_ request: HTTPRequest, to operation: Operation, as asker: Identity) throws(Refusal) -> QuestionKey {
        let id = SHA256.digest(of: [Self.field, asker.subject, operation.identifier, text])
        // The same bytes are another document in another syntax.
        var parts = [SHA256.hex(SHA256.digest(request.body)), try RequestBody.syntax(request.headers).rawValue]
        for item in request.target.query { parts += [item.name, item.value] }
        return QuestionKey(
            id: UUID(derived: Self.number(id[0..<8]), Self.number(id[8..<16])),
            digest: SHA256.hex(SHA256.digest(of: parts)))
    }

    private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
