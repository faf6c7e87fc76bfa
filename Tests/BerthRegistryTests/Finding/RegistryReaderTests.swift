import BerthHTTP
import Testing

@testable import BerthRegistry

struct RegistryReaderTests {
    private func failure(_ settings: RegistrySettings) async -> RegistryError? {
        do throws(RegistryError) {
            _ = try await RegistryReader(settings).listing()
            return nil
        } catch {
            return error
        }
    }

    @Test func aSearchableRegistry() async throws {
        let registry = try StubRegistry { _ in StubRegistry.xml(Recorded.services, ["ETag": "\"1\""]) }
        let listing = try await RegistryReader(registry.settings()).listing()
        #expect(listing?.services.map(\.ivoid) == ["ivo://site.one/broker", "ivo://site.two/broker"])
        #expect(listing?.isWhole == true)
        #expect(listing?.tag == "ETag W/\"1\"")
        #expect(registry.asked.map(\.path) == ["/tap/sync"])
        #expect(registry.asked.first?.query("MAXREC") == "20000")
        #expect(registry.asked.first?.query("QUERY") == RegTAPQuery(asksWhoMay: true).text)
        await registry.server.stop()
    }

    @Test func aListThatIsTheSameIsNotSentAgain() async throws {
        let registry = try StubRegistry { request in
            let isKnown =
                request.headers["If-None-Match"] == "\"1\""
                || request.headers["If-Modified-Since"] == "Mon, 30 Nov 2026 10:00:00 GMT"
            return isKnown ? HTTPResponse(.notModified) : StubRegistry.xml(Recorded.services)
        }
        let reader = RegistryReader(registry.settings())
        #expect(try await reader.listing(unless: "ETag \"1\"") == nil)
        #expect(try await reader.listing(unless: "Last-Modified Mon, 30 Nov 2026 10:00:00 GMT") == nil)
        #expect(try await reader.listing(unless: "ETag \"0\"")?.services.count == 2)
        await registry.server.stop()
    }

    /// RegTAP 1.0 has no column that tells who is let in.
    @Test func aRegistryOfAnOlderVersionIsAskedForLess() async throws {
        let registry = try StubRegistry { request in
            let isNew = request.query("QUERY")?.contains("authenticated_only") ?? false
            return StubRegistry.xml(isNew ? Recorded.refusal : Recorded.services)
        }
        #expect(try await RegistryReader(registry.settings()).listing()?.services.count == 2)
        #expect(registry.asked.count == 2)
        await registry.server.stop()
    }

    @Test func aListThatIsCutShortSaysSo() async throws {
        let cut = Recorded.services.replacing(
            "</TABLE>", with: "</TABLE><INFO name=\"QUERY_STATUS\" value=\"OVERFLOW\"/>")
        let registry = try StubRegistry { _ in StubRegistry.xml(cut) }
        let listing = try await RegistryReader(registry.settings()).listing()
        #expect(listing?.isWhole == false)
        #expect(listing?.services.count == 2)
        await registry.server.stop()
    }

    // MARK: publishing registries

    private static func page(_ number: Int, _ token: String?) -> String {
        """
        <OAI-PMH><ListRecords><record><header/><metadata><Resource><identifier>ivo://a/\(number)</identifier>
        <capability standardID="ivo://ivoa.net/std/ExecutionBroker"><interface>
        <accessURL>https://a/\(number)</accessURL></interface></capability></Resource></metadata></record>
        \(token.map { "<resumptionToken>\($0)</resumptionToken>" } ?? "")</ListRecords></OAI-PMH>
        """
    }

    @Test func pagesAreReadToTheEnd() async throws {
        let registry = try StubRegistry { request in
            let number = request.query("resumptionToken").flatMap { Int($0) } ?? 0
            return StubRegistry.xml(Self.page(number, number < 4 ? "\(number + 1)" : nil))
        }
        let listing = try await RegistryReader(registry.settings(.oai, "/oai")).listing()
        #expect(listing?.services.map(\.url) == (0...4).map { "https://a/\($0)" })
        #expect(listing?.isWhole == true)
        await registry.server.stop()
    }

    @Test func pagesInACircleAreNoticed() async throws {
        let registry = try StubRegistry { _ in StubRegistry.xml(Self.page(0, "again")) }
        let error = await failure(registry.settings(.oai, "/oai"))
        #expect(error?.code == .broken)
        #expect(error?.message.hasSuffix("it goes on with a page that it has sent already.") == true)
        #expect(registry.asked.count == 2)
        await registry.server.stop()
    }

    @Test func pagesWithoutAnEndHaveOne() async throws {
        let registry = try StubRegistry { request in
            let number = request.query("resumptionToken").flatMap { Int($0) } ?? 0
            return StubRegistry.xml(Self.page(number, "\(number + 1)"))
        }
        let listing = try await RegistryReader(registry.settings(.oai, "/oai")).listing()
        #expect(listing?.isWhole == false)
        #expect(listing?.services.count == RegistryReader.mostPages)
        await registry.server.stop()
    }

    // MARK: faults

    /// A registry of the site is trusted, and not what it points to.
    @Test func aRegistryDoesNotLeadInside() async throws {
        let inside = try StubRegistry { _ in StubRegistry.xml(Recorded.services) }
        let registry = try StubRegistry { [port = inside.server.port] _ in
            .seeOther("http://localhost:\(port)/tap", contentType: "text/plain", body: [])
        }
        var settings = registry.settings()
        #expect(try await RegistryReader(settings).listing()?.services.count == 2)
        settings.addresses = []
        #expect(await failure(settings)?.code == .unreachable)
        #expect(inside.asked.count == 1)
        await registry.server.stop()
        await inside.server.stop()
    }

    @Test func registriesThatMisbehave() async throws {
        let registry = try StubRegistry { _ in HTTPResponse(.unavailable, body: Array("no".utf8)) }
        let url = registry.url
        #expect(
            await failure(registry.settings())?.message
                == "The registry at \(url)/tap refuses (status 503); ask again later, or mend url.")
        #expect(await failure(registry.settings(.oai, "/oai"))?.code == .refused)
        registry.answer { _ in StubRegistry.xml("<html/>") }
        #expect(await failure(registry.settings())?.code == .broken)
        registry.answer { request in
            HTTPResponse(303, headers: ["Location": request.path])
        }
        #expect(await failure(registry.settings())?.code == .tooLarge)
        registry.answer { _ in
            HTTPResponse(.ok, body: [UInt8](repeating: 32, count: RegistryReader.largestReply + 1))
        }
        #expect(
            await failure(registry.settings())?.message
                == "The registry at \(url)/tap sends more than is read of it, or leads on again and again.")
        await registry.server.stop()
        let gone = await failure(registry.settings())
        #expect(gone?.code == .unreachable)
        #expect(gone?.message == "The registry at \(url)/tap cannot be reached.")
    }

    @Test func whoIsCancelledSaysSo() async throws {
        let registry = try StubRegistry { _ in StubRegistry.xml(Recorded.services) }
        let settings = registry.settings()
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return await failure(settings)?.code
        }
        #expect(await task.value == .cancelled)
        await registry.server.stop()
    }
}
