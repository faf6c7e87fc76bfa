import BerthDocument
import BerthHTTP
import BerthModel
import Synchronization
import Testing

@testable import BerthSoftware

struct ListCatalogueTests {
    private static let hello =
        "{\"name\": \"Hello\", \"targetProduct\": {\"@id\": \"#a\", \"kind\": \"jupyter-notebook\", "
        + "\"location\": \"n.ipynb\", \"name\": \"N\", \"description\": \"D\"}}"

    @Test func descriptionsByTheirAddresses() async throws {
        try await CannedService.answering { request in
            switch request.path {
            case "/a/hello/codemeta.json": .json(Self.hello)
            case "/b/bad/codemeta.json": .json("{nope")
            default: .json("", .notFound)
            }
        } _: { service in
            let urls = ["a/hello", "b/bad", "c/gone"].map { "\(service.url)/\($0)/codemeta.json" }
            let catalogue = ListCatalogue(name: "l", urls: urls, service.fetcher(), MemoryShelf(), now: service.now)
            let page = try await catalogue.search(SoftwareQuery())
            #expect(page.entries.map(\.id) == ["a-hello", "b-bad", "c-gone"])
            #expect(page.entries.map(\.title) == ["Hello", "b-bad", "c-gone"])
            #expect(page.entries[2].summary == "There is no codemeta.json of c-gone any more.")
            let entry = try await catalogue.entry("a-hello")
            let location = entry.executables.first?.request.document(for: .json)["executable"]?["location"]?.text
            #expect(location == "\(service.url)/a/hello/n.ipynb")
            let bad = try await catalogue.entry("b-bad")
            #expect(bad.findings.first?.hasPrefix("codemeta.json of b-bad, line 1, column 2: ") == true)
            for id in ["c-gone", "x"] {
                let error = await SoftwareError.of { try await catalogue.entry(id) }
                #expect(error?.code == .notFound)
            }
            // Kept, so asked once each.
            #expect(service.paths.filter { $0.contains("hello") }.count == 1)
            #expect(service.paths.filter { $0.contains("gone") }.count == 1)
        }
    }

    /// An address that is dead is not asked at every search.
    @Test func whatFailedIsLeftAloneForAWhile() async throws {
        let isDown = Mutex(true)
        try await CannedService.answering { _ in
            isDown.withLock { $0 } ? .json("", .notFound) : .json(Self.hello)
        } _: { service in
            let catalogue = ListCatalogue(
                name: "l", urls: [service.url + "/a/codemeta.json"], service.fetcher(), MemoryShelf(), now: service.now)
            let first = try await catalogue.search(SoftwareQuery())
            #expect(first.entries.map(\.summary) == ["There is no codemeta.json of a any more."])
            service.pass(120)
            isDown.withLock { $0 = false }
            let second = try await catalogue.search(SoftwareQuery())
            #expect(
                second.entries.map(\.summary) == [
                    "There is no codemeta.json of a any more. It was asked 2 min ago, and is asked again in 3 min."
                ])
            #expect(second.freshness.asOf == Sample.now)
            #expect(service.paths.count == 1)
            service.pass(180)
            #expect(try await catalogue.search(SoftwareQuery()).entries.map(\.title) == ["Hello"])
            #expect(service.paths.count == 2)
        }
    }

    @Test func whatWasThereIsShownWithItsAge() async throws {
        let isDown = Mutex(false)
        try await CannedService.answering { _ in
            isDown.withLock { $0 } ? .json("", .unavailable) : .json(Self.hello)
        } _: { service in
            let catalogue = ListCatalogue(
                name: "l", urls: [service.url + "/a/codemeta.json"], service.fetcher(), MemoryShelf(), now: service.now)
            #expect(try await catalogue.search(SoftwareQuery()).freshness.isStale == false)
            isDown.withLock { $0 = true }
            service.pass(3601)
            let page = try await catalogue.search(SoftwareQuery(words: "hello"))
            #expect(page.entries.map(\.title) == ["Hello"])
            #expect(page.freshness.isStale)
            #expect(page.freshness.asOf == Sample.now)
            #expect(
                page.freshness.why
                    == "codemeta.json of a is asked too often and wants to be left alone for now; try again later.")
        }
    }
}
