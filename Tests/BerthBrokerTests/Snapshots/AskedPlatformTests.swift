import BerthModel
import BerthPlatform
import Testing

@testable import BerthBroker

struct AskedPlatformTests {
    @Test func nothingIsEverRun() async throws {
        var platform = SnapshotPlatform()
        platform.name = "here"
        let replayed = ReplayedPlatform(platform)
        let offer = Sample.offer()
        let refusal = PlatformError(.broken, "A snapshot runs nothing.")
        await #expect(throws: refusal) { try await replayed.start(offer.work) }
        await #expect(throws: refusal) { try await replayed.cancel(offer.work) }
        await #expect(throws: refusal) { try await replayed.observe(offer.work, after: nil) }
        await #expect(throws: refusal) { try await replayed.prepare(.executable, of: offer.work) }
        await #expect(throws: refusal) { try await replayed.release(.executable, of: offer.work) }
        #expect(replayed.profile.name == "here")
        #expect(replayed.profile.capacity == nil)
    }
}
