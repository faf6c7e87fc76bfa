import BerthModel
import BerthSoftware
import Synchronization
import Testing

@testable import BerthPortal

struct PortalFrontTests {
    @Test func itSaysWhatItIsAndShowsSome() async throws {
        let text = try await Browser.atHome().get("/portal/").text
        #expect(text.contains("<h1>Find a place to run it</h1>"))
        #expect(text.contains("<a href=\"/portal/ask\">Ask with your own task</a>"))
        #expect(text.contains("From the catalogue"))
        #expect(text.contains("/portal/catalogue/ossr%3A1%2Fa"))
        // A page with its stylesheet stays far under 200 kB.
        #expect(text.utf8.count < 16 << 10)
        #expect(!Portal.frontPage(nil).content.text.contains("From the catalogue"))
        let down = Portal.frontPage(.failure(SoftwareError(.unreachable, "x"))).content.text
        #expect(!down.contains("From the catalogue"))
    }

    /// A catalogue that answers when it is let to, and counts.
    private final class SlowCatalogue: SoftwareCatalogue {
        let asked = Mutex(0)
        let isOpen = Bulletin(false)

        func search(_ query: SoftwareQuery) async throws(SoftwareError) -> SoftwarePage {
            asked.withLock { $0 += 1 }
            while !isOpen.value { _ = await isOpen.issue(after: 0, until: .latest, EndlessWorld()) }
            throw SoftwareError(.unreachable, "It is down.")
        }

        func entry(_ id: String) async throws(SoftwareError) -> SoftwareEntry {
            throw SoftwareError(.notFound, "There is no entry \(id).")
        }
    }

    /// Strangers who open it again and again start one search, and none while what failed rests.
    @Test func allVisitorsShareOneSearch() async throws {
        let (world, catalogue) = (StillWorld(), SlowCatalogue())
        let portal = try await Portal(
            settings: PortalSettings(), store: MemoryPortalStore(), world: world, signIn: LocalSignIn(), brokers: [],
            catalogue: catalogue)
        await withTaskGroup(of: Result<SoftwarePage, SoftwareError>?.self) { group in
            for _ in 0..<20 { group.addTask { await portal.someSoftware() } }
            while portal.frontSearch.waitingCount < 20 { await Task.yield() }
            catalogue.isOpen.change { $0 = true }
            for await found in group { #expect(throws: SoftwareError.self) { try found?.get() } }
        }
        #expect(catalogue.asked.withLock { $0 } == 1)
        _ = await portal.someSoftware()
        #expect(catalogue.asked.withLock { $0 } == 1)
        world.set(Sample.noon + Portal.frontRest)
        _ = await portal.someSoftware()
        #expect(catalogue.asked.withLock { $0 } == 2)
    }
}
