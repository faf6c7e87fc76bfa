import BerthModel
import Testing

@testable import berth

struct RememberedOffersTests {
    @Test func writtenAndRead() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/deep/er/offers.json"
        #expect(RememberedOffers.read(from: path) == nil)
        let offers = RememberedOffers(url: "http://x", offers: [UUID(random: 1, 2)], answer: UUID(random: 3, 4))
        try offers.write(to: path)
        #expect(RememberedOffers.read(from: path) == offers)
        try RememberedOffers(url: "http://y").write(to: path)
        #expect(RememberedOffers.read(from: path) == RememberedOffers(url: "http://y"))
    }

    @Test func whatCannotBeReadIsNothing() throws {
        let folder = try TemporaryFolder()
        #expect(RememberedOffers.read(from: try folder.write("o", "{")) == nil)
    }
}
