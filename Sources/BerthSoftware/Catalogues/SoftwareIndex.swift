/// Looks through entries that are all known: those of a list or folder, and those that were seen of a service.
struct SoftwareIndex: Sendable {
    /// In the order in which they are shown.
    let entries: [SoftwareSummary]

    init(_ entries: [SoftwareSummary]) {
        self.entries = entries
    }

    func page(_ query: SoftwareQuery, _ freshness: Freshness) -> SoftwarePage {
        let found = entries.filter { Self.fits($0, query) }
        let size = SoftwareQuery.pageSize
        let pages = max(1, (found.count + size - 1) / size)
        let page = min(max(query.page, 1), pages + 1)
        return SoftwarePage(
            entries: Array(found.dropFirst((page - 1) * size).prefix(size)), total: found.count, page: page,
            pages: pages, freshness: freshness)
    }

    /// Whether an entry has every word, the keyword and the author, in any case of letters.
    static func fits(_ entry: SoftwareSummary, _ query: SoftwareQuery) -> Bool {
        let text = ([entry.title, entry.summary] + entry.keywords + entry.authors).joined(separator: "\n").lowercased()
        let words = cut(query.words).split(whereSeparator: \.isWhitespace)
        guard words.allSatisfy({ text.contains($0) }) else { return false }
        let keyword = cut(query.keyword)
        if !keyword.isEmpty && !entry.keywords.contains(where: { $0.lowercased() == keyword }) { return false }
        let author = cut(query.author)
        return author.isEmpty || entry.authors.contains { $0.lowercased().contains(author) }
    }

    private static func cut(_ field: String) -> String {
        let text = field.prefix(SoftwareQuery.longestField).lowercased()
        return text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
