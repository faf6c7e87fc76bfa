import BerthDocument
import BerthModel
import BerthSoftware
import Foundation
import Testing

/// The catalogue against a look-alike of its service, with all that goes wrong there.
struct CatalogueTests {
    private func refusal<Value>(_ body: () async throws -> Value) async -> SoftwareError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? SoftwareError
        }
    }

    @Test func everyPageOfTheCommunity() async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue()
            var seen: Set<String> = []
            var page = 1
            while true {
                let found = try await catalogue.search(SoftwareQuery(page: page))
                seen.formUnion(found.entries.map(\.id))
                #expect(found.entries.count <= 25)
                #expect(!found.freshness.isStale)
                if page == found.pages {
                    #expect(seen.count == found.total)
                    break
                }
                page += 1
            }
            #expect(page == 4)
            #expect(try await service.seen().allSatisfy { $0.path.contains("size=25") })
        }
    }

    @Test(arguments: [
        (SoftwareQuery(words: "agnpy"), ["agnpy"]), (SoftwareQuery(keyword: "km3net"), ["km3io"]),
        (SoftwareQuery(author: "Cosimo Nigro"), ["agnpy"]), (SoftwareQuery(words: "\" OR *"), []),
    ])
    func searches(_ query: SoftwareQuery, _ titles: [String]) async throws {
        try await TestCatalogue.run { service in
            let found = try await service.catalogue().search(query)
            #expect(found.entries.map(\.title).filter { !$0.contains("KM3-230213A") }.prefix(1) == titles.prefix(1))
        }
    }

    /// Odd identifiers are in the shape of before October 2023 and in archives, even ones in that of since then.
    @Test func descriptionsAmongFilesAndInArchives() async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue()
            let plain = try await catalogue.entry("1000")
            #expect(plain.title == "agnpy")
            #expect(plain.codemeta != nil)
            #expect(plain.executables.allSatisfy { $0.origin != .declared })
            _ = try await service.seen()
            let archived = try await catalogue.entry("1001")
            #expect(archived.title == "Pipeline for HCG-16 Project")
            #expect(archived.codemeta != nil)
            #expect(archived.executables.map(\.id) == ["notebooks-first.ipynb", "image"])
            let asked = try await service.seen().filter { $0.path.contains(".zip") }
            #expect(asked.count == 3)
            #expect(asked.allSatisfy { $0.range.hasPrefix("bytes=") })
            // Known from now on.
            _ = try await catalogue.entry("1001")
            #expect(try await service.seen().isEmpty)
        }
    }

    /// Names of files stand in links as they are.
    @Test func aFileWithAnOddName() async throws {
        try await TestCatalogue.run { service in
            let entry = try await service.catalogue().entry("3010")
            #expect(entry.codemeta?["name"] == "Odd", "\(entry.findings)")
        }
    }

    @Test func declaredExecutables() async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue()
            let found = try await catalogue.search(SoftwareQuery(words: "hello container"))
            let entry = try await catalogue.entry(try #require(found.entries.first).id)
            #expect(entry.executables.map(\.id) == ["hello", "busybox"])
            #expect(entry.executables.allSatisfy { $0.origin == .declared && $0.request.validated().isEmpty })
            #expect(!entry.summary.contains("<em>"))
        }
    }

    @Test(arguments: [
        ("3001", "The record has no files."),
        ("3003", "codemeta.json of record 3003 has more than the 2 MiB that are read of such a file."),
        ("3004", "The archive bomb.zip cannot be read: owner-name-0123abc/codemeta.json in it is larger than it says."),
        ("3005", "codemeta.json, line 2, column 13: "),
        (
            "3006",
            "The address of codemeta.json of record 3006 leads to one other after another, and never to a file."
        ),
        (
            "3007",
            "The address of codemeta.json of record 3007 leads inside this site, where nothing is fetched from."
        ),
        ("3008", "The archive broken.zip cannot be read: it does not end as a zip archive does."),
        ("3009", "No codemeta.json is among its files."),
    ])
    func oneClearSentence(_ id: String, _ sentence: String) async throws {
        try await TestCatalogue.run { service in
            let entry = try await service.catalogue().entry(id)
            #expect(entry.findings.first?.hasPrefix(sentence) == true, "\(entry.findings)")
            #expect(entry.findings.count == 2)
            #expect(!entry.summary.contains("alert"))
        }
    }

    /// What hangs is given up in time, and looked at again the next time.
    @Test func aRecordThatHangs() async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue(seconds: 1)
            for _ in 0..<2 {
                let entry = try await catalogue.entry("3002")
                #expect(
                    entry.findings.first
                        == "codemeta.json of record 3002 did not come within 1 seconds; try again later.")
            }
            #expect(try await service.seen().filter { $0.path.contains("/files/") }.count == 2)
        }
    }

    @Test(arguments: ["busy", "down", "hang"])
    func whatIsKnownIsShown(_ mode: String) async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue(seconds: 1)
            let before = try await catalogue.search(SoftwareQuery())
            let entry = try await catalogue.entry("1000")
            try await service.control(mode)
            service.pass(1000)
            let after = try await catalogue.search(SoftwareQuery())
            #expect(after.entries == before.entries)
            #expect(after.freshness.isStale)
            #expect(after.freshness.asOf == before.freshness.asOf)
            #expect(after.freshness.why?.hasPrefix("ossr ") == true || after.freshness.why?.contains("ossr") == true)
            let again = try await catalogue.entry("1000")
            #expect(again.executables == entry.executables)
            #expect(again.freshness.isStale)
            // Another search goes through what was seen.
            let other = try await catalogue.search(SoftwareQuery(words: "agnpy"))
            #expect(other.entries.map(\.title) == ["agnpy"])
            #expect(other.freshness.isStale)
            // Nothing was ever seen of this one.
            #expect(await refusal { try await catalogue.entry("1001") } != nil)
            try await service.control("ok")
            service.pass(10)
            #expect(try await catalogue.search(SoftwareQuery()).freshness.isStale == false)
        }
    }

    /// The same said otherwise: by a date, or by an answer that is the last of this minute.
    @Test(arguments: [("date", Int64(20)), ("last", 45)])
    func leftAloneHoweverItIsSaid(_ mode: String, _ seconds: Int64) async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue()
            try await service.control(mode)
            _ = await refusal { try await catalogue.search(SoftwareQuery()) }
            _ = try await service.seen()
            service.pass(seconds - 1)
            let second = await refusal { try await catalogue.search(SoftwareQuery(words: "agnpy")) }
            let shown = try? await catalogue.search(SoftwareQuery(words: "agnpy"))
            #expect(second?.code == .tooBusy || shown?.freshness.isStale == true)
            #expect(try await service.seen().isEmpty)
            service.pass(1)
            try await service.control("ok")
            #expect(try await catalogue.search(SoftwareQuery(words: "agnpy")).freshness.isStale == false)
        }
    }

    /// Politeness: it asks for seven seconds of peace and gets them.
    @Test func leftAloneAsLongAsItWants() async throws {
        try await TestCatalogue.run { service in
            let catalogue = try service.catalogue()
            try await service.control("busy")
            let first = await refusal { try await catalogue.search(SoftwareQuery()) }
            #expect(first?.code == .tooBusy)
            #expect(first?.retryAfterSeconds == 7)
            _ = try await service.seen()
            service.pass(6)
            let second = await refusal { try await catalogue.search(SoftwareQuery()) }
            #expect(second?.message == "ossr is asked as often as is polite; again in 1 s.")
            #expect(try await service.seen().isEmpty)
        }
    }

    /// What one process has learned another finds, also when the service is gone.
    @Test func theShelfOutlivesTheProgram() async throws {
        let folder = "/tmp/berth-shelf-\(UInt64.random(in: 0...(.max)))"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await TestCatalogue.run { service in
            _ = try await service.catalogue(FolderShelf(folder: folder)).search(SoftwareQuery())
            try await service.control("down")
            service.pass(1000)
            let found = try await service.catalogue(FolderShelf(folder: folder)).search(SoftwareQuery())
            #expect(found.entries.count == 25)
            #expect(found.freshness.isStale)
        }
    }
}
