import BerthModel
import Testing

@testable import BerthRegistry

struct SiteBookTests {
    private let start = Instant(seconds: 1_000_000)
    private func at(_ seconds: Int64) -> Instant { start + TimeSpan(seconds: seconds) }

    private func rules(_ services: Int64 = 10) -> SiteRules {
        let registries = ["one", "two"].map { name -> RegistrySettings in
            var settings = RegistrySettings()
            settings.name = name
            settings.url = "https://\(name).example.org/tap"
            settings.services = services
            return settings
        }
        return SiteRules(registries: registries, takenNames: ["rack", "site-org-a"])
    }

    private func book(_ services: Int64 = 10) -> SiteBook { SiteBook(rules(services), in: ["one", "two"]) }

    private func listing(_ names: [String], whole: Bool = true) -> RegistryListing {
        RegistryListing(
            names.map {
                ListedService(
                    ivoid: "ivo://site.org/\($0)", title: nil, url: "https://\($0).example.org",
                    standardID: ListedService.standard)
            }, isWhole: whole)
    }

    private func url(_ name: String) -> String { "https://\(name).example.org" }

    private func platforms(_ book: SiteBook) -> [String] {
        book.platforms.map { $0.isAsked ? $0.site.name : "(\($0.site.name))" }
    }

    @Test func whoAnswersBecomesAPlatformUnderANameOfItsOwn() {
        var book = book()
        book.took(listing(["a", "b"]), from: "one", at: start)
        #expect(platforms(book) == [])
        #expect(book.due(at: start).map(\.service.url) == [url("a"), url("b")])
        book.answered(url("a"), at: start)
        book.silent(url("b"), "It cannot be reached.", at: start)
        // The configuration has the first name already.
        #expect(platforms(book) == ["site-org-a-2"])
        book.answered(url("b"), at: start)
        #expect(platforms(book) == ["site-org-a-2", "site-org-b"])
        #expect(book.due(at: at(1_000_000)).isEmpty)
    }

    @Test func whoIsSilentIsLeftAloneForLongerAndLonger() {
        var book = book()
        book.took(listing(["x"]), from: "one", at: start)
        var (now, gaps): (Instant, [Int64]) = (start, [])
        for _ in 0..<12 {
            book.silent(url("x"), "It cannot be reached.", at: now)
            #expect(book.due(at: now).isEmpty)
            let next = book.nextLook(after: now) ?? now
            gaps.append((next - now).milliseconds / 1000)
            now = next
            #expect(book.due(at: now).count == 1)
        }
        #expect(Array(gaps.prefix(5)) == [60, 120, 240, 480, 960] as [Int64])
        #expect(Array(gaps.suffix(2)) == [21_600, 21_600] as [Int64])
    }

    @Test func noMoreArePlatformsThanMayBe() {
        var book = book(1)
        book.took(listing(["x", "y"]), from: "one", at: start)
        book.answered(url("x"), at: start)
        #expect(book.open == ["two"])
        #expect(book.due(at: start).isEmpty && book.nextLook(after: start) == nil)
        let summary = book.summaries(at: start)[0]
        #expect(summary.listed == 2 && summary.asked == 1)
        #expect(
            summary.unasked.map(\.reason) == [
                "It is not asked: 1 services of the registry are, as many as its key services allows."
            ])
    }

    @Test func whoLeavesARegistryGoesOnWithItsSessions() {
        var book = book()
        book.took(listing(["x", "y", "z"]), from: "one", at: start)
        for name in ["x", "y"] { book.answered(url(name), at: start) }
        book.took(listing(["y"]), from: "one", at: at(10))
        #expect(platforms(book) == ["(site-org-x)", "site-org-y"])
        // Who never answered has nothing to go on with.
        #expect(book.all.count == 2)
        book.forget { $0 == "site-org-x" }
        #expect(platforms(book) == ["(site-org-x)", "site-org-y"])
        // It is so after a start, too.
        let again = SiteBook(rules(), in: ["one", "two"], kept: SiteBook.kept(book.bytes))
        #expect(platforms(again) == ["(site-org-x)", "site-org-y"])
        book.forget { _ in false }
        #expect(platforms(book) == ["site-org-y"])
    }

    @Test func aServiceInTwoRegistriesLeavesWithTheLast() {
        var book = book()
        book.took(listing(["x"]), from: "one", at: start)
        book.took(listing(["x", "y"]), from: "two", at: start)
        book.answered(url("x"), at: start)
        book.took(listing(["z"]), from: "one", at: at(1))
        #expect(book.platforms.first?.site.registries == ["two"])
        #expect(platforms(book) == ["site-org-x"])
        book.took(listing(["y"]), from: "two", at: at(2))
        #expect(platforms(book) == ["(site-org-x)"])
    }

    @Test func aListThatWasCutShortTakesNothingAway() {
        var book = book()
        book.took(listing(["x", "y"]), from: "one", at: start)
        book.took(listing(["y"], whole: false), from: "one", at: at(1))
        #expect(book.all.map(\.name) == ["site-org-x", "site-org-y"])
        #expect(
            book.summaries(at: at(1))[0].problem
                == "It lists more than is read of it; what is beyond is not known here.")
    }

    @Test func theLastGoodListHolds() {
        var book = book()
        book.took(listing(["x"]), from: "one", at: start)
        book.answered(url("x"), at: start)
        #expect(book.nextAsking(of: "one") == at(3600))
        let error = RegistryError(.unreachable, "It cannot be reached.")
        book.failed("one", error, at: at(3600))
        #expect(book.nextAsking(of: "one") == at(3630))
        book.failed("one", error, at: at(3630))
        #expect(book.nextAsking(of: "one") == at(3690))
        for _ in 0..<20 { book.failed("one", error, at: at(4000)) }
        #expect(book.nextAsking(of: "one") == at(7600))
        #expect(platforms(book) == ["site-org-x"])
        var summary = book.summaries(at: at(4000))[0]
        #expect(summary.answered == start)
        #expect(summary.problem == "It cannot be reached. The list that it gave last holds.")
        // A registry that is empty all at once has lost something.
        #expect(book.took(listing([]), from: "one", at: at(5000))?.code == .empty)
        #expect(platforms(book) == ["site-org-x"])
        summary = book.summaries(at: at(5000))[0]
        #expect(
            summary.problem == "The registry at https://one.example.org/tap lists no execution broker any more. "
                + "The list that it gave last holds.")
        book.unchanged("one", at: at(6000))
        #expect(book.summaries(at: at(6000))[0].problem == nil)
        #expect(book.platforms.first?.site.listed == at(6000))
    }

    @Test func aRegistryThatNeverAnsweredHasNoList() {
        var book = book()
        book.failed("two", RegistryError(.refused, "It refuses."), at: start)
        #expect(book.summaries(at: start)[1].problem == "It refuses. It has not given a list yet.")
        #expect(book.took(listing([]), from: "one", at: start) == nil)
        #expect(book.summaries(at: start)[0].problem == nil)
    }

    @Test func whoIsThisServiceItselfIsNotAsked() {
        var book = book()
        book.took(listing(["x"]), from: "one", at: start)
        book.answered(url("x"), isItself: true, at: start)
        #expect(platforms(book) == [])
        #expect(book.due(at: at(1_000_000)).isEmpty)
        #expect(
            book.summaries(at: start)[0].unasked.map(\.reason) == ["It is not asked: it is this service itself."])
    }

    @Test func thoseWhoFailedAreNamedFirst() {
        var book = book()
        let closed = ListedService(
            ivoid: "ivo://aaa", title: nil, url: "https://closed.example.org", standardID: ListedService.standard,
            isOpen: false)
        var list = listing(["x", "y"])
        list.services.insert(closed, at: 0)
        book.took(list, from: "one", at: start)
        book.silent(url("y"), "It cannot be reached.", at: start)
        let unasked = book.summaries(at: start)[0].unasked
        #expect(unasked.map(\.identifier) == ["ivo://site.org/y", "ivo://aaa", "ivo://site.org/x"])
        #expect(
            unasked.map(\.reason) == [
                "It cannot be reached.", "It is not asked: it lets in only who it knows, and does not say how.",
                "It has not been looked at yet.",
            ])
        #expect(unasked[0].next == at(60))
    }

    @Test func listsOfARegistryThatIsAnotherNowAreNotTaken() {
        var book = book()
        book.took(listing(["x", "y"]), from: "one", at: start)
        book.answered(url("x"), at: start)
        let kept = SiteBook.kept(book.bytes)
        #expect(kept.sites.count == 2)
        let other = SiteBook(rules(), in: ["two"], kept: kept)
        // Its platform is only there for sessions of before.
        #expect(platforms(other) == ["(site-org-x)"])
        #expect(other.all.count == 1)
        #expect(SiteBook.kept(Array("damaged".utf8)) == KeptLists())
    }

    @Test func strangeIdentifiersHaveNames() {
        var book = book()
        let long = "ivo://" + String(repeating: "é", count: 100)
        for (index, ivoid) in ["", "ivo://", long, long].enumerated() {
            let service = ListedService(
                ivoid: ivoid, title: nil, url: "https://h\(index).org", standardID: ListedService.standard)
            book.took(RegistryListing([service], isWhole: false), from: "one", at: start)
        }
        let names = book.all.map(\.name)
        #expect(Set(names).count == 4)
        #expect(names.contains("site") && names.contains("site-2"))
        #expect(names.allSatisfy { $0.utf8.count <= 50 })
    }

    /// To look for a free name anew for each of them would take minutes.
    @Test(.timeLimit(.minutes(5)))
    func asManyAsAreReadMayHaveOneIdentifier() {
        var book = book()
        let services = (0..<RegistryReader.mostServices).map {
            ListedService(
                ivoid: "ivo://site.org/x", title: nil, url: "https://h\($0).org", standardID: ListedService.standard)
        }
        book.took(RegistryListing(services, isWhole: true), from: "one", at: start)
        let names = Set(book.all.map(\.name))
        #expect(names.count == services.count)
        #expect(names.contains("site-org-x") && names.contains("site-org-x-\(services.count)"))
    }
}
