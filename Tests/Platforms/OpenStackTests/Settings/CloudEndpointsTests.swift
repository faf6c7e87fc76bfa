import BerthDocument
import BerthPlatform
import Testing

@testable import BerthOpenStack

struct CloudEndpointsTests {
    @Test func whereServicesAreThatTheCatalogueSaysElsewhere() async throws {
        let cloud = try WrongCloud { _, _ in
            WrongCloud.token("t", expires: "2999-01-01T00:00:00Z", url: "http://inside:8774")
        }
        var settings = cloud.settings
        settings.endpoints.volume = "http://here/v3/p"
        settings.endpoints.image = "http://here/image"
        let token = try await Cloud(settings) { _ in "secret" }.tokens.token()
        #expect(token.endpoint(.compute) == "http://inside:8774/v2.1")
        #expect(token.endpoint(.volume) == "http://here/v3/p")
        #expect(token.endpoint(.image) == "http://here/image/v2")
        #expect(token.endpoint(.network) == nil)
    }
}
