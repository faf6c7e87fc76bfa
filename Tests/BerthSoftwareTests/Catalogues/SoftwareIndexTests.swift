import Testing

@testable import BerthSoftware

struct SoftwareIndexTests {
    private let entries = [
        SoftwareSummary(
            id: "1", title: "Light curves", summary: "Finds periods.", authors: ["Ada Sample"], keywords: ["Stars"]),
        SoftwareSummary(
            id: "2", title: "Neutrinos", summary: "Reads files.", authors: ["Bo Sample"],
            keywords: ["io", "stars and more"]),
    ]

    @Test(arguments: [
        (SoftwareQuery(), ["1", "2"]), (SoftwareQuery(words: "periods LIGHT"), ["1"]),
        (SoftwareQuery(words: "sample"), ["1", "2"]), (SoftwareQuery(keyword: "stars"), ["1"]),
        (SoftwareQuery(author: "bo  s"), ["2"]), (SoftwareQuery(words: "files", author: "ada"), []),
    ])
    func allOfItMustHold(_ query: SoftwareQuery, _ ids: [String]) {
        let page = SoftwareIndex(entries).page(query, Freshness(asOf: Sample.now))
        #expect(page.entries.map(\.id) == ids)
        #expect(page.total == ids.count)
        #expect(page.pages == 1)
    }

    @Test func pages() {
        let index = SoftwareIndex((1...51).map { SoftwareSummary(id: "\($0)", title: "x") })
        func page(_ number: Int) -> SoftwarePage {
            index.page(SoftwareQuery(page: number), Freshness(asOf: Sample.now))
        }
        #expect(page(1).entries.count == 25)
        #expect(page(3).entries.map(\.id) == ["51"])
        #expect(page(3).pages == 3)
        #expect(page(0).page == 1)
        #expect(page(.max).entries.isEmpty)
    }
}
