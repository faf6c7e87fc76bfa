import BerthDocument
package import BerthModel

/// A plain list of addresses, each of a codemeta.json.
package struct ListCatalogue: SoftwareCatalogue {
    private let name: String
    private let items: [Item]
    private let fetcher: Fetcher
    private let shelf: any SoftwareShelf
    private let maximumAge: TimeSpan
    private let now: @Sendable () -> Instant
    private let failures = Failures()

    /// Addresses of one list, and descriptions that are fetched at the same time.
    package static let mostItems = 500
    static let atOnce = 8

    private struct Item: Sendable {
        var id: String
        var url: String
    }

    /// - Parameters:
    ///   - maximumAge: how old a description may be before it is fetched again.
    package init(
        name: String, urls: [String], _ fetcher: Fetcher, _ shelf: any SoftwareShelf,
        maximumAge: TimeSpan = TimeSpan(seconds: 3600), now: @escaping @Sendable () -> Instant
    ) {
        self.name = name
        var seen: Set<String> = []
        items = urls.prefix(Self.mostItems).enumerated().map { index, url in
            // Most are called codemeta.json: the steps before tell them apart.
            let steps = url.split(separator: "/").dropFirst(2).filter { $0 != "codemeta.json" && $0 != "raw" }
            let id = Slug.of(steps.suffix(3).joined(separator: "-"))
            return Item(id: !id.isEmpty && seen.insert(id).inserted ? id : "item-\(index + 1)", url: url)
        }
        self.fetcher = fetcher
        self.shelf = shelf
        self.maximumAge = maximumAge
        self.now = now
    }

    private struct Read: Sendable {
        var index: Int
        var codemeta: Result<Codemeta, SoftwareError>
        var freshness: Freshness
    }

    package func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        let all = await readAll()
        let summaries = all.map { read in
            let item = items[read.index]
            switch read.codemeta {
            case .success(let codemeta): return codemeta.summary(id: item.id)
            case .failure(let error): return SoftwareSummary(id: item.id, title: item.id, summary: error.message)
            }
        }
        var freshness = Freshness(asOf: all.map(\.freshness.asOf).min() ?? now())
        if let stale = all.first(where: \.freshness.isStale) {
            freshness.isStale = true
            freshness.why = stale.freshness.why
        }
        return SoftwareIndex(summaries).page(query, freshness)
    }

    package func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        guard let index = items.firstIndex(where: { $0.id == id }) else {
            throw SoftwareError(.notFound, "There is no software \(id) in the list \(name).", subject: id)
        }
        let read = await read(index)
        let url = items[index].url
        switch read.codemeta {
        case .success(let codemeta):
            var parts = SoftwareEntry.Parts(codemeta.summary(id: id))
            parts.codemeta = codemeta
            parts.home = url
            return SoftwareEntry(parts, freshness: read.freshness)
        case .failure(let error):
            // A description that is there and cannot be read is an entry that says so.
            guard [.notReadable, .notSoftware, .tooLarge].contains(error.code) else { throw error }
            var parts = SoftwareEntry.Parts(SoftwareSummary(id: id, title: id))
            parts.findings = [error.message]
            parts.links = Codemeta.webAddress(url).map { [SoftwareLink(title: "Description", url: $0)] } ?? []
            return SoftwareEntry(parts, freshness: read.freshness)
        }
    }

    private func readAll() async -> [Read] {
        await withTaskGroup(of: Read.self) { group in
            var reads: [Read] = []
            var next = 0
            while next < min(Self.atOnce, items.count) {
                group.addTask { [next] in await read(next) }
                next += 1
            }
            while let read = await group.next() {
                reads.append(read)
                if next < items.count {
                    group.addTask { [next] in await self.read(next) }
                    next += 1
                }
            }
            return reads.sorted { $0.index < $1.index }
        }
    }

    private func read(_ index: Int) async -> Read {
        let item = items[index]
        let key = "list|\(item.url)"
        let kept = await shelf.get(key)
        let time = now()
        if let kept, time < kept.at + maximumAge { return Self.read(index, item, kept.bytes, Freshness(asOf: kept.at)) }
        if let failure = failures.failure(of: item.url, at: time) {
            return Self.read(index, item, kept, failure.told(at: time), at: failure.at)
        }
        do throws(SoftwareError) {
            let bytes = try await fetcher.get(
                item.url, name: "codemeta.json of \(item.id)", maximumBytes: fetcher.limits.descriptionBytes)
            await shelf.put(key, bytes, at: time)
            return Self.read(index, item, bytes, Freshness(asOf: time))
        } catch {
            failures.note(error, of: item.url, at: time)
            return Self.read(index, item, kept, error, at: time)
        }
    }

    /// What is known of an address that failed at an instant: what it said before, or why there is nothing.
    private static func read(
        _ index: Int, _ item: Item, _ kept: (bytes: [UInt8], at: Instant)?, _ error: SoftwareError, at instant: Instant
    ) -> Read {
        guard let kept else {
            return Read(index: index, codemeta: .failure(error), freshness: Freshness(asOf: instant))
        }
        return read(index, item, kept.bytes, Freshness(asOf: kept.at, isStale: true, why: error.message))
    }

    private static func read(_ index: Int, _ item: Item, _ bytes: [UInt8], _ freshness: Freshness) -> Read {
        do throws(SoftwareError) {
            let codemeta = try Codemeta(bytes, name: "codemeta.json of \(item.id)")
            return Read(index: index, codemeta: .success(codemeta), freshness: freshness)
        } catch {
            return Read(index: index, codemeta: .failure(error), freshness: freshness)
        }
    }
}
