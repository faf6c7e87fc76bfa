import BerthData
import BerthDocument
package import BerthModel

/// A community of Zenodo, by its REST API: what the ESCAPE software repository (OSSR) is.
///
/// What it relies on, and what that was compared with, stands in `docs/ZENODO.md`.
package struct ZenodoCatalogue: SoftwareCatalogue {
    package struct Settings: Sendable, Hashable {
        /// As messages call it.
        package var name = "Zenodo"
        /// The REST API, as `https://zenodo.org/api`.
        package var url = "https://zenodo.org/api"
        package var community = "escape2020"
        /// How old an answer may be before the service is asked again.
        package var maximumAge = TimeSpan(seconds: 900)
        /// Questions in a minute.
        package var perMinute = 30

        package init() {}
    }

    let settings: Settings
    let fetcher: Fetcher
    let shelf: any SoftwareShelf
    let now: @Sendable () -> Instant
    private let pace: Pace

    /// The service shows no more than so many of what it finds: beyond, a page is an error there.
    static let window = 10_000
    /// Entries that are remembered for searching when the service is down.
    static let mostSeen = 2000

    package init(
        _ settings: Settings, _ fetcher: Fetcher, _ shelf: any SoftwareShelf, now: @escaping @Sendable () -> Instant
    ) {
        var settings = settings
        while settings.url.hasSuffix("/") { settings.url.removeLast() }
        self.settings = settings
        self.fetcher = fetcher
        self.shelf = shelf
        self.now = now
        pace = Pace(most: settings.perMinute, seconds: 60)
    }

    package func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
        let page = max(1, query.page)
        let size = SoftwareQuery.pageSize
        do throws(SoftwareError) {
            let (bytes, freshness) = try await answer(Self.address(of: query, settings))
            let found = try ZenodoAnswer(bytes, name: settings.name)
            let entries = found.records.map(\.summary)
            if !freshness.isStale { await remember(entries) }
            return SoftwarePage(
                entries: entries, total: found.total, page: page,
                pages: min(max(1, (found.total + size - 1) / size), Self.window / size), freshness: freshness)
        } catch {
            guard error.code != .brokenReply, let (seen, at) = await seen(), !seen.isEmpty else { throw error }
            let why = "\(error.message) What is listed was seen before, and may not be all there is."
            return SoftwareIndex(seen).page(query, Freshness(asOf: at, isStale: true, why: why))
        }
    }

    package func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
        guard !id.isEmpty, id.count <= 20, id.allSatisfy(\.isASCIIDigit) else {
            throw SoftwareError(.notFound, "There is no record \(id) in \(settings.name).", subject: id)
        }
        let (bytes, freshness) = try await answer("\(settings.url)/records/\(id)")
        guard let record = ZenodoRecord(try ZenodoAnswer.read(bytes, name: settings.name)) else {
            throw SoftwareError(
                .brokenReply, "What \(settings.name) answers is no record; try again later.", subject: id)
        }
        var parts = SoftwareEntry.Parts(record.summary)
        parts.text = record.text
        parts.authors = record.authors
        parts.sources = record.sources
        parts.links = record.links
        let description = await description(of: record)
        parts.findings = description.findings
        parts.files = description.files
        parts.holder = description.holder
        if description.holder == Description().holder {
            for file in record.files { parts.addresses[file.name] = address(of: file, record) }
        }
        if let bytes = description.codemeta {
            do throws(SoftwareError) {
                parts.codemeta = try Codemeta(bytes, name: description.name)
            } catch {
                parts.findings.append(error.message)
            }
        }
        return SoftwareEntry(parts, freshness: freshness)
    }

    /// The address of a search. Words are quoted, so that none is a part of the language of queries.
    static func address(of query: SoftwareQuery, _ settings: Settings) -> String {
        func quoted(_ field: String) -> String {
            let plain = field.prefix(SoftwareQuery.longestField).map { $0 == "\"" || $0 == "\\" ? " " : String($0) }
            return "\"" + plain.joined().split(whereSeparator: \.isWhitespace).joined(separator: " ") + "\""
        }
        var terms = query.words.prefix(SoftwareQuery.longestField).split(whereSeparator: \.isWhitespace)
            .map { quoted(String($0)) }
        if !query.keyword.isEmpty { terms.append("keywords:" + quoted(query.keyword)) }
        // Names stand there as "Lovelace, Ada": a phrase of "Ada Lovelace" would find nobody.
        let names = query.author.prefix(SoftwareQuery.longestField).split { $0.isWhitespace || $0 == "," }
        terms += names.map { "creators.name:" + quoted(String($0)) }
        terms.removeAll { $0.hasSuffix("\"\"") }
        let words = terms.joined(separator: " AND ")
        let sort = words.isEmpty ? "&sort=mostrecent" : "&q=" + DataURL.encoded(words)
        return "\(settings.url)/records?communities=\(DataURL.encoded(settings.community))&type=software"
            + "\(sort)&size=\(SoftwareQuery.pageSize)&page=\(max(1, query.page))"
    }

    /// What the service answers under an address: what is kept while it is young, else what it says now, else what is
    /// kept with its age and the reason.
    private func answer(_ url: String) async throws(SoftwareError) -> (bytes: [UInt8], freshness: Freshness) {
        let key = "zenodo|\(url)"
        let kept = await shelf.get(key)
        let time = now()
        if let kept, time < kept.at + settings.maximumAge { return (kept.bytes, Freshness(asOf: kept.at)) }
        do throws(SoftwareError) {
            if let seconds = pace.take(time) {
                throw SoftwareError(
                    .tooBusy, "\(settings.name) is asked as often as is polite; again in \(seconds) s.",
                    subject: settings.name, retryAfterSeconds: seconds)
            }
            let (bytes, wait) = try await fetcher.answer(
                url, name: settings.name, maximumBytes: fetcher.limits.pageBytes, isOurs: true)
            if let wait { pace.wait(wait, from: time) }
            _ = try ZenodoAnswer.read(bytes, name: settings.name)
            await shelf.put(key, bytes, at: time)
            return (bytes, Freshness(asOf: time))
        } catch {
            if error.code == .tooBusy, let seconds = error.retryAfterSeconds { pace.wait(seconds, from: time) }
            if error.code == .notFound {
                throw SoftwareError(.notFound, "\(settings.name) has no such record any more.", subject: url)
            }
            guard let kept else { throw error }
            return (kept.bytes, Freshness(asOf: kept.at, isStale: true, why: error.message))
        }
    }

    private var seenKey: String { "zenodo|seen|\(settings.url)|\(settings.community)" }

    /// Two searches at once may forget what the other has seen; the next one sees it again.
    private func remember(_ entries: [SoftwareSummary]) async {
        let before = await seen()?.entries ?? []
        let new = Set(entries.map(\.id))
        let all = entries + before.filter { !new.contains($0.id) }
        let document = Document.list(all.prefix(Self.mostSeen).map { $0.document })
        if let bytes = try? document.written(as: .json) { await shelf.put(seenKey, bytes, at: now()) }
    }

    private func seen() async -> (entries: [SoftwareSummary], at: Instant)? {
        guard let kept = await shelf.get(seenKey),
            case .list(let items)? = try? ZenodoAnswer.read(kept.bytes, name: settings.name)
        else { return nil }
        return (items.compactMap { SoftwareSummary($0) }, kept.at)
    }
}
