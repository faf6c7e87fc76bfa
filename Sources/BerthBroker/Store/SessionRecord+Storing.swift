import BerthDocument
import BerthModel
import BerthPlatform

extension SessionRecord {
    /// The record as the store keeps it.
    ///
    /// - Throws: `storeFailed` when it cannot be written as a document, which no record should be.
    func stored() throws(BrokerError) -> StoredSession {
        guard let created = session.component.meta?.created, let modified = session.component.meta?.modified else {
            preconditionFailure("a session record without its times")
        }
        return StoredSession(
            id: id, offerSet: offerSet, owner: owner.subject, platform: plan.platform, phase: phase, revision: revision,
            created: created, modified: modified, body: try writtenBody(self, id))
    }

    /// - Throws: `storeFailed` for a body that is not a record.
    package init(_ stored: StoredSession) throws(BrokerError) {
        self = try readBody(SessionRecord.self, stored.body, stored.id)
        if let contradiction = contradiction(to: stored) {
            throw BrokerError(
                .storeFailed, "The record \(stored.id) in the store cannot be read.", cause: contradiction)
        }
    }

    /// What nobody could carry on with, though it can be read.
    private func contradiction(to stored: StoredSession) -> String? {
        guard let meta = session.component.meta, meta.uuid == stored.id else { return "It is another session." }
        if meta.created == nil || meta.modified == nil { return "It has no times." }
        if session.phase != stored.phase || revision != stored.revision { return "It is another revision." }
        let isAboutPart = step == .prepare || step == .release
        if partIndex < 0 || partIndex >= Int64(parts.count) + (isAboutPart ? 0 : 1) {
            return "It is about a part that it does not have."
        }
        if (step == .offered) != (phase == .offered) || (step == .none) != phase.isEnd {
            return "Its step is not one of its phase."
        }
        return nil
    }
}

/// What the broker keeps of an offer set besides its offers.
struct OfferSetRecord: Shaped {
    var owner = Identity()
    var created = Instant(seconds: 0)
    var name: String?
    var description: String?
    var messages: [Message] = []
    /// Of the request, when it came with a key.
    var digest: String?
    /// Of what was asked, by which signed offers say it.
    var question: String?

    init() {}

    static let shape = Shape<OfferSetRecord>(
        "OfferSetRecord", "What the broker keeps of an offer set besides its offers.",
        [
            Field("owner", \.owner, "Who asked."),
            Field("created", \.created, "When."),
            Field("name", \.name, "What the request was called."),
            Field("description", \.description, "What the request was said to be."),
            Field("messages", \.messages, "What was said about the answer."),
            Field("digest", \.digest, "Of the request, when it came with a key."),
            Field("question", \.question, "Digest of what was asked."),
        ])

    func stored(_ id: UUID) throws(BrokerError) -> StoredOfferSet {
        StoredOfferSet(id: id, owner: owner.subject, created: created, body: try writtenBody(self, id))
    }

    init(_ stored: StoredOfferSet) throws(BrokerError) {
        self = try readBody(OfferSetRecord.self, stored.body, stored.id)
    }
}

private func writtenBody(_ value: some Shaped, _ id: UUID) throws(BrokerError) -> [UInt8] {
    do throws(DocumentError) {
        let body = try value.json()
        // Most bodies have no escape at all, which is seen sooner.
        guard body.contains(UInt8(ascii: "\\")), body.contains(escapedNUL) else { return body }
        // What can be written has to be readable: a platform may pass on texts of programs, with anything in them.
        return try value.document(for: .json).withoutNUL.written(as: .json)
    } catch {
        throw BrokerError(.storeFailed, "The record \(id) cannot be written.", cause: "\(error)")
    }
}

private let escapedNUL = Array("\\u0000".utf8)

extension Document {
    /// The same with U+FFFD for U+0000, which no reader takes.
    fileprivate var withoutNUL: Document {
        func clean(_ text: String) -> String { String(text.map { $0 == "\0" ? "\u{FFFD}" : $0 }) }
        switch self {
        case .text(let text): return .text(clean(text))
        case .plain(let text): return .plain(clean(text))
        case .list(let items): return .list(items.map(\.withoutNUL))
        case .map(let map):
            var cleaned = DocumentMembers()
            for member in map.members { cleaned[clean(member.name)] = member.value.withoutNUL }
            return .map(cleaned)
        case .null, .bool, .integer, .number: return self
        }
    }
}

/// A record holds a request twice, and what was said about it.
private let storeLimits = DocumentLimits(
    sizeBytes: 64 << 20, depthLevels: 128, valueCount: 4_000_000, memberCount: 100_000, textBytes: 4 << 20)

private func readBody<Value: Shaped>(_ type: Value.Type, _ body: [UInt8], _ id: UUID) throws(BrokerError) -> Value {
    let document: Document
    do throws(DocumentError) {
        document = try Document.read(body, as: .json, limits: storeLimits)
    } catch {
        throw BrokerError(.storeFailed, "The record \(id) in the store cannot be read.", cause: "\(error)")
    }
    let (value, problems) = Value.reading(document, from: .json)
    if let problem = problems.first(where: { $0.gravity == .malformed }) {
        throw BrokerError(
            .storeFailed, "The record \(id) in the store cannot be read.", path: problem.path, cause: problem.message)
    }
    return value
}

extension BrokerError {
    /// What the store said, as the broker passes it on.
    static func store(_ error: StoreError) -> BrokerError {
        BrokerError(
            .storeFailed, "The store cannot be used now; nothing was changed as far as is known. Try again later.",
            cause: error.description)
    }
}
