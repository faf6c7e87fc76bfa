import BerthDocument
import Testing

@testable import BerthOpenStack

struct CloudVolumesTests {
    @Test func whatCinderTells() throws {
        let volume = try #require(CloudVolume(["id": "v", "name": "n", "status": "in-use", "size": 1]))
        #expect((volume.id, volume.name, volume.status) == ("v", "n", "in-use"))
        #expect(CloudVolume(["id": "v"]) == nil)
    }
}
