import BerthClient
import Testing

@testable import BerthPortal

struct PortalBrokerTests {
    @Test func eachVisitorHasAClient() async throws {
        let broker = PortalBroker(name: "east", title: "East", url: "http://127.0.0.1:9")
        #expect(try broker.client(for: nil).url == "http://127.0.0.1:9")
        let visitor = PortalVisitor(subject: "ada", name: "Ada", token: "two words")
        let error = #expect(throws: ClientError.self) { try broker.client(for: visitor) }
        #expect(error?.code == .badToken)
        await broker.close()
    }
}
