import BerthModel
import Testing

@testable import BerthSoftware

struct CombinedCatalogueTests {
    /// A catalogue of numbered entries, or one that fails.
    private struct Counted: SoftwareCatalogue {
        var count: Int
        var error: SoftwareError?

        func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
            if let error { throw error }
            let all = (0..<count).map { SoftwareSummary(id: "\($0)", title: "t") }
            return SoftwareIndex(all).page(query, Freshness(asOf: Sample.now))
        }

        func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
            SoftwareEntry(id: id, title: "t", freshness: Freshness(asOf: Sample.now))
        }
    }

    private func combined(_ counts: [Int], failing: SoftwareError? = nil) -> CombinedCatalogue {
        var parts = counts.enumerated().map { CombinedCatalogue.Part("c\($0)", Counted(count: $1)) }
        if let failing { parts.append(CombinedCatalogue.Part("bad", Counted(count: 0, error: failing))) }
        return CombinedCatalogue(parts, now: { Sample.now })
    }

    /// Every entry is on one page and on one only, in order.
    @Test(arguments: [[3, 60, 4], [0, 0], [25, 25], [26, 1, 24], [100], [7, 7, 7, 7, 7, 7, 7, 7]])
    func pagesOfTheWhole(_ counts: [Int]) async throws {
        let catalogue = combined(counts)
        let total = counts.reduce(0, +)
        var seen: [String] = []
        for page in 1...max(1, (total + 24) / 25) {
            let found = try await catalogue.search(SoftwareQuery(page: page))
            #expect(found.total == total)
            #expect(found.pages == max(1, (total + 24) / 25))
            seen += found.entries.map(\.id)
        }
        #expect(seen == counts.enumerated().flatMap { number, count in (0..<count).map { "c\(number):\($0)" } })
    }

    @Test func oneThatDoesNotAnswer() async throws {
        let error = SoftwareError(.unreachable, "The server of bad cannot be reached.")
        let page = try await combined([2], failing: error).search(SoftwareQuery())
        #expect(page.entries.count == 2)
        #expect(page.freshness == Freshness(asOf: Sample.now, isStale: true, why: error.message))
        #expect(await SoftwareError.of { try await combined([], failing: error).search(SoftwareQuery()) } == error)
    }

    @Test func entriesByTheirCatalogue() async throws {
        #expect(try await combined([1, 1]).entry("c1:a:b").id == "c1:a:b")
        for id in ["c9:1", "c1", ""] {
            #expect(await SoftwareError.of { try await combined([1, 1]).entry(id) }?.code == .notFound)
        }
    }
}
