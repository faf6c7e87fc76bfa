import BerthDocument

/// A page of what a search found, as the service wrote it.
struct ZenodoAnswer: Sendable {
    var records: [ZenodoRecord]
    var total: Int

    /// More records than this are in no community; whatever a service says, pages and sums of them can be counted.
    static let mostRecords = 1_000_000_000

    /// Answers have long descriptions.
    static let limits = DocumentLimits(sizeBytes: 16 << 20, valueCount: 1_000_000, textBytes: 4 << 20)

    /// - Throws: `brokenReply`.
    init(_ bytes: [UInt8], name: String) throws(SoftwareError) {
        let document = try Self.read(bytes, name: name)
        guard case .list(let hits)? = document["hits"]?["hits"] else {
            throw SoftwareError(
                .brokenReply, "What \(name) answers is no list of records; is its address that of Zenodo's REST API?",
                subject: name)
        }
        records = hits.compactMap { ZenodoRecord($0) }
        let total = document["hits"]?["total"]
        let count: Int? = if case .integer(let count)? = total?["value"] ?? total { Int(clamping: count) } else { nil }
        self.total = min(max(count ?? 0, records.count), Self.mostRecords)
    }

    /// - Throws: `brokenReply`.
    static func read(_ bytes: [UInt8], name: String) throws(SoftwareError) -> Document {
        do throws(DocumentError) {
            return try Document.read(bytes, as: .json, limits: limits)
        } catch {
            throw SoftwareError(
                .brokenReply, "What \(name) answers is not JSON.", subject: name, cause: error.description)
        }
    }
}
