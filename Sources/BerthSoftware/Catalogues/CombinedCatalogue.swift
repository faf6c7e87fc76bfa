package import BerthModel

/// Several catalogues as one: those of the first come first, and identifiers begin with the name of their catalogue.
package struct CombinedCatalogue: SoftwareCatalogue {
    package struct Part: Sendable {
        package var name: String
        package var catalogue: any SoftwareCatalogue

        package init(_ name: String, _ catalogue: any SoftwareCatalogue) {
            self.name = name
            self.catalogue = catalogue
        }
    }

    private let parts: [Part]
    private let now: @Sendable () -> Instant

    package init(_ parts: [Part], now: @escaping @Sendable () -> Instant) {
        self.parts = parts
        self.now = now
    }

    /// A catalogue that does not answer leaves the others to be shown, and the page says so.
    package func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        let size = SoftwareQuery.pageSize
        let page = max(1, query.page)
        var skipped = (page - 1) * size
        var entries: [SoftwareSummary] = []
        var total = 0
        var freshness: [Freshness] = []
        var errors: [SoftwareError] = []
        for part in parts {
            do throws(SoftwareError) {
                var query = query
                query.page = skipped / size + 1
                var found = try await part.catalogue.search(query)
                total += found.total
                freshness.append(found.freshness)
                var taken = found.entries.dropFirst(skipped % size)
                entries += named(taken.prefix(size - entries.count), part)
                // The rest of a page of the whole may stand on the next page of this one.
                if entries.count < size, skipped < found.total, query.page < found.pages {
                    query.page += 1
                    found = try await part.catalogue.search(query)
                    taken = found.entries[...]
                    entries += named(taken.prefix(size - entries.count), part)
                }
                skipped = max(0, skipped - found.total)
            } catch {
                errors.append(error)
            }
        }
        if let first = errors.first, errors.count == parts.count { throw first }
        var age = Freshness(asOf: freshness.map(\.asOf).min() ?? now())
        let reasons = freshness.compactMap { $0.isStale ? $0.why : nil } + errors.map(\.message)
        if !reasons.isEmpty {
            age.isStale = true
            age.why = reasons.joined(separator: " ")
        }
        return SoftwarePage(
            entries: entries, total: total, page: page, pages: max(1, (total + size - 1) / size), freshness: age)
    }

    private func named(_ entries: some Sequence<SoftwareSummary>, _ part: Part) -> [SoftwareSummary] {
        entries.map { entry in
            var entry = entry
            entry.id = "\(part.name):\(entry.id)"
            return entry
        }
    }

    package func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        let words = id.split(separator: ":", maxSplits: 1)
        guard words.count == 2, let part = parts.first(where: { $0.name == words[0] }) else {
            throw SoftwareError(.notFound, "There is no software \(id) in the catalogue.", subject: id)
        }
        var entry = try await part.catalogue.entry(String(words[1]))
        entry.id = id
        return entry
    }
}
