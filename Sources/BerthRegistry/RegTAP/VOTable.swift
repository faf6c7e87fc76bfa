import BerthDocument

/// The one table of an answer of TAP. Source: VOTable 1.4, sections 4 and 5; DALI 1.1, section 4.4.
struct VOTable: Sendable, Hashable {
    var columns: [String]
    /// Each as long as there are columns; what is not there is empty.
    var rows: [[String]]
    /// The service has more rows than it was to send.
    var isCut: Bool

    static let limits = DocumentLimits(
        sizeBytes: RegistryReader.largestReply, depthLevels: 32, valueCount: 2_000_000, memberCount: 2_000_000,
        textBytes: 1 << 16)

    /// - Parameter url: of the registry, for messages.
    /// - Throws: `broken`, `refused` with the words of the service, `tooLarge`.
    init(_ bytes: [UInt8], url: String) throws(RegistryError) {
        let root = try XMLElement.read(bytes, limits: Self.limits, ofRegistry: url)
        guard root.name == "VOTABLE" else {
            throw RegistryError.broken(url, "it sends an element \(root.name.prefix(60)) in place of a VOTable")
        }
        let results = root.all("RESOURCE").first { $0.attribute("type") == "results" } ?? root.child("RESOURCE")
        guard let results else { throw RegistryError.broken(url, "its VOTable holds nothing") }
        // The status that stands after a table tells how sending it went.
        let status = results.all("INFO").filter { $0.attribute("name") == "QUERY_STATUS" }
        if let error = status.first(where: { $0.attribute("value")?.uppercased() == "ERROR" }) {
            throw RegistryError(
                .refused, "The registry at \(url) refuses the question: \(error.token.prefix(300))", subject: url)
        }
        isCut = status.contains { $0.attribute("value")?.uppercased() == "OVERFLOW" }
        guard let table = results.child("TABLE") else { throw RegistryError.broken(url, "its VOTable holds no table") }
        columns = table.all("FIELD").map { ($0.attribute("name") ?? "").lowercased() }
        guard let content = table.child("DATA") else {
            rows = []
            return
        }
        guard let list = content.child("TABLEDATA") else {
            throw RegistryError.broken(url, "it sends its table in binary, though it was asked for TABLEDATA")
        }
        let count = columns.count
        let found = list.all("TR")
        // Rows that say nothing would be filled up with as many cells as there are columns.
        guard found.isEmpty || count <= Self.limits.valueCount / found.count else {
            throw RegistryError(
                .tooLarge,
                "The registry at \(url) sends more than is read of it: \(found.count) rows of \(count) columns.",
                subject: url)
        }
        rows = found.map { row in
            var cells = row.all("TD").map(\.token)
            if cells.count > count { cells.removeLast(cells.count - count) }
            return cells + Array(repeating: "", count: count - cells.count)
        }
    }

    /// Where a column stands.
    func column(_ name: String) -> Int? { columns.firstIndex(of: name) }

}

extension XMLElement {
    /// What a registry sent.
    static func read(
        _ bytes: [UInt8], limits: DocumentLimits, ofRegistry url: String
    ) throws(RegistryError) -> XMLElement {
        do throws(DocumentError) {
            return try read(bytes, limits: limits)
        } catch {
            throw RegistryError(error, url: url)
        }
    }
}

extension RegistryError {
    /// What came back is not what such a registry sends.
    static func broken(_ url: String, _ what: String) -> RegistryError {
        RegistryError(
            .broken, "The registry at \(url) did not answer as a registry does: \(what).", subject: url)
    }

    /// A reply that is no XML, or too much of it.
    init(_ error: DocumentError, url: String) {
        switch error.code {
        case .tooLarge, .tooManyValues, .tooManyMembers, .textTooLong, .nameTooLong, .tooDeep, .tooManyAttributes:
            self.init(
                .tooLarge, "The registry at \(url) sends more than is read of it: \(error.message)", subject: url)
        default:
            self.init(
                .broken, "The registry at \(url) did not answer as a registry does: it sends no XML that can be read.",
                subject: url, cause: error.description)
        }
    }
}
