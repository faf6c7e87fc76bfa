import BerthDocument
import Testing

@testable import BerthOpenStack

struct CloudImageTests {
    @Test func whatAMachineNeedsForIt() throws {
        let image = try #require(
            CloudImage(["id": "i", "name": "debian", "status": "active", "min_disk": 10, "min_ram": 2048]))
        func fits(_ memory: Int64, _ disk: Int64) -> Bool {
            image.fits(CloudFlavor("1", "f", cores: 1, memoryMebibytes: memory, rootGibibytes: disk))
        }
        #expect(fits(2048, 10))
        #expect(!fits(2047, 10))
        #expect(!fits(2048, 9))
        // As large as the image.
        #expect(fits(2048, 0))
        #expect(CloudImage([:]) == nil)
        #expect(CloudImage(["id": "i"])?.name == "i")
    }
}
