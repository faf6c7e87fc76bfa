import BerthDocument
import BerthHTTP
import BerthModel
import Synchronization
import Testing

@testable import BerthSoftware

struct ZenodoCatalogueTests {
    private static func record(_ id: Int, files: String = "[]") -> String {
        "{\"id\": \(id), \"revision\": 1, \"metadata\": {\"title\": \"Record \(id)\"}, \"files\": \(files)}"
    }

    private static let page = "{\"hits\": {\"hits\": [\(record(1)), \(record(2))], \"total\": 60}}"

    private func catalogue(_ service: CannedService, perMinute: Int = 30) -> ZenodoCatalogue {
        var settings = ZenodoCatalogue.Settings()
        settings.url = service.url + "/api/"
        settings.perMinute = perMinute
        return ZenodoCatalogue(settings, service.fetcher(), MemoryShelf(), now: service.now)
    }

    @Test(arguments: [
        (SoftwareQuery(), "&sort=mostrecent&size=25&page=1"),
        (SoftwareQuery(words: "gamma ray"), "&q=%22gamma%22%20AND%20%22ray%22&size=25&page=1"),
        (
            SoftwareQuery(words: "a\" OR *", keyword: "k", author: "Ada S", page: 3),
            "&q=%22a%22%20AND%20%22OR%22%20AND%20%22%2A%22%20AND%20keywords%3A%22k%22%20AND%20creators.name%3A"
                + "%22Ada%22%20AND%20creators.name%3A%22S%22&size=25&page=3"
        ),
    ])
    func addresses(_ query: SoftwareQuery, _ end: String) {
        #expect(
            ZenodoCatalogue.address(of: query, ZenodoCatalogue.Settings())
                == "https://zenodo.org/api/records?communities=escape2020&type=software" + end)
    }

    /// Names are "Lovelace, Ada" there: whoever is looked for as "Ada Lovelace" is found by both words.
    @Test func authorsAreLookedForByEachOfTheirNames() {
        let one = ZenodoCatalogue.address(of: SoftwareQuery(author: "Lovelace, Ada"), ZenodoCatalogue.Settings())
        #expect(one.contains("creators.name%3A%22Lovelace%22%20AND%20creators.name%3A%22Ada%22"))
    }

    /// A name of a file stands in its address as it is; what has a meaning in an address has none there.
    @Test(arguments: [
        ("https://z.org/api/records/1/files/a b#c%.zip/content", "a b#c%.zip", "a%20b%23c%25.zip/content"),
        ("https://z.org/api/records/1/files/a%20b.zip/content", "a b.zip", "a%20b.zip/content"),
        ("https://z.org/api/records/1/files/é?.zip", "é?.zip", "%C3%A9%3F.zip"),
        ("https://z.org/api/records/1/files/o/n-v1.zip", "o/n-v1.zip", "o/n-v1.zip"), (nil, "a#b", "a%23b/content"),
    ])
    func namesOfFilesInAddresses(_ url: String?, _ name: String, _ end: String) async throws {
        try await CannedService.answering { _ in
            .json("{}")
        } _: { service in
            let catalogue = catalogue(service)
            let record = try #require(ZenodoRecord(try Document.read(Array(Self.record(1).utf8), as: .json)))
            let address = catalogue.address(of: ZenodoRecord.File(name: name, url: url), record)
            let base = url == nil ? "\(service.url)/api/records/1/files/" : "https://z.org/api/records/1/files/"
            #expect(address == base + end)
        }
    }

    /// The last question of a minute says so: the next is not asked before it is over.
    @Test func leftAloneBeforeItIsRefused() async throws {
        try await CannedService.answering { _ in
            .json(
                Self.page, .ok,
                [
                    "X-RateLimit-Limit": "30", "X-RateLimit-Remaining": "0",
                    "X-RateLimit-Reset": "\(Sample.now.seconds + 20)",
                ])
        } _: { service in
            let catalogue = catalogue(service)
            #expect(try await catalogue.search(SoftwareQuery()).freshness.isStale == false)
            let other = try await catalogue.search(SoftwareQuery(page: 2))
            #expect(other.freshness.why?.hasPrefix("Zenodo is asked as often as is polite; again in 20 s.") == true)
            #expect(service.paths.count == 1)
            service.pass(20)
            #expect(try await catalogue.search(SoftwareQuery(page: 2)).freshness.isStale == false)
        }
    }

    /// Beyond ten thousand of what it finds the service shows nothing.
    @Test func noPageBeyondTheWindow() async throws {
        try await CannedService.answering { _ in
            .json("{\"hits\": {\"hits\": [\(Self.record(1))], \"total\": 20000}}")
        } _: { service in
            let page = try await catalogue(service).search(SoftwareQuery())
            #expect(page.total == 20_000)
            #expect(page.pages == 400)
        }
    }

    @Test func searchesAreKeptForAWhile() async throws {
        try await CannedService.answering { _ in
            .json(Self.page)
        } _: { service in
            let catalogue = catalogue(service)
            for _ in 0..<3 {
                let page = try await catalogue.search(SoftwareQuery())
                #expect(page.total == 60)
                #expect(page.pages == 3)
                #expect(page.entries.map(\.id) == ["1", "2"])
            }
            #expect(service.paths == ["/api/records?1"])
            service.pass(901)
            _ = try await catalogue.search(SoftwareQuery())
            #expect(service.paths.count == 2)
        }
    }

    @Test func aServiceThatIsDownOrBusy() async throws {
        let status = Mutex(200)
        try await CannedService.answering { _ in
            let status = status.withLock { $0 }
            return .json(status == 200 ? Self.page : "", HTTPStatus(status), ["Retry-After": "7"])
        } _: { service in
            let catalogue = catalogue(service)
            status.withLock { $0 = 500 }
            let first = await SoftwareError.of { try await catalogue.search(SoftwareQuery()) }
            #expect(first?.message == "The service of Zenodo does not work now (status 500).")
            status.withLock { $0 = 200 }
            _ = try await catalogue.search(SoftwareQuery())
            status.withLock { $0 = 429 }
            service.pass(1000)
            let kept = try await catalogue.search(SoftwareQuery())
            #expect(kept.entries.count == 2)
            #expect(
                kept.freshness
                    == Freshness(
                        asOf: Sample.now, isStale: true,
                        why: "Zenodo is asked too often and wants to be left alone for now; try again later."))
            // Left alone for as long as it wants, and searched in what was seen.
            let asked = service.paths.count
            service.pass(6)
            let seen = try await catalogue.search(SoftwareQuery(words: "record 2"))
            #expect(seen.entries.map(\.id) == ["2"])
            #expect(
                seen.freshness.why
                    == "Zenodo is asked as often as is polite; again in 1 s. What is listed was seen before, and may "
                    + "not be all there is.")
            #expect(service.paths.count == asked)
            service.pass(1)
            _ = try await catalogue.search(SoftwareQuery(words: "record 2"))
            #expect(service.paths.count == asked + 1)
        }
    }

    @Test func thirtySearchesAMinute() async throws {
        try await CannedService.answering { _ in
            .json(Self.page)
        } _: { service in
            let catalogue = catalogue(service)
            for page in 1...30 { _ = try await catalogue.search(SoftwareQuery(page: page)) }
            let next = try await catalogue.search(SoftwareQuery(page: 31))
            #expect(next.freshness.isStale)
            #expect(service.paths.count == 30)
            service.pass(60)
            #expect(try await catalogue.search(SoftwareQuery(page: 31)).freshness.isStale == false)
        }
    }

    @Test func filesAreLookedAtOnce() async throws {
        let isHome = Mutex("")
        try await CannedService.answering { request in
            let home = isHome.withLock { $0 }
            let links = "{\"links\": {\"self\": \"\(home)/codemeta.json\"}, \"key\": \"codemeta.json\"}"
            return request.path == "/codemeta.json"
                ? .json("{\"name\": \"Named\"}") : .json(Self.record(5, files: "[\(links)]"))
        } _: { service in
            isHome.withLock { $0 = service.url }
            let catalogue = catalogue(service)
            for _ in 0..<2 {
                let entry = try await catalogue.entry("5")
                #expect(entry.title == "Record 5")
                #expect(entry.codemeta?["name"] == "Named")
            }
            service.pass(1000)
            _ = try await catalogue.entry("5")
            #expect(service.paths == ["/api/records/5?", "/codemeta.json?", "/api/records/5?"])
        }
    }

    @Test func whatIsNoRecord() async throws {
        try await CannedService.answering { request in
            request.path.hasSuffix("/6") ? .json("{}") : .json("", .notFound)
        } _: { service in
            let catalogue = catalogue(service)
            for (id, code) in [
                ("x", SoftwareError.Code.notFound), ("", .notFound), ("7", .notFound), ("6", .brokenReply),
            ] {
                #expect(await SoftwareError.of { try await catalogue.entry(id) }?.code == code)
            }
        }
    }
}
