import Testing

@testable import BerthOpenStack

struct CloudServiceTests {
    @Test(arguments: [
        (CloudService.compute, "https://c/compute/v2.1/", "https://c/compute/v2.1"),
        (.compute, "https://c:8774", "https://c:8774/v2.1"),
        (.compute, "https://c:8774/v2.1/0123", "https://c:8774/v2.1/0123"),
        (.image, "https://c/image", "https://c/image/v2"), (.image, "https://c:9292/v2", "https://c:9292/v2"),
        (.network, "https://c:9696/", "https://c:9696/v2.0"),
        (.placement, "https://c/placement", "https://c/placement"),
        (.volume, "https://c/volume/v3/0123", "https://c/volume/v3/0123"),
    ])
    func addressesWithAndWithoutAVersion(service: CloudService, url: String, base: String) {
        #expect(service.base(url) == base)
    }
}
