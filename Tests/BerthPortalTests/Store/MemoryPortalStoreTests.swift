import Testing

@testable import BerthPortal

struct MemoryPortalStoreTests {
    @Test func itDoesWhatEveryStoreDoes() async throws { try await PortalStoreContract.check(MemoryPortalStore()) }
}
