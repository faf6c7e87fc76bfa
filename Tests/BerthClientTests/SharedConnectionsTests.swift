import Testing

@testable import BerthClient
@testable import BerthHTTP

struct SharedConnectionsTests {
    private static func settings(_ authority: String?) -> HTTPClientSettings {
        var settings = HTTPClientSettings()
        settings.authorityPath = authority
        return settings
    }

    @Test func whoTrustsTheSameSharesThemAsLongAsSomebodyUsesThem() {
        let own = "/nowhere/\(#function)"
        var first: HTTPClient? = SharedConnections.calls.client(Self.settings(own))
        let second: HTTPClient? = SharedConnections.calls.client(Self.settings(own))
        #expect(first === second)
        #expect(first !== SharedConnections.calls.client(Self.settings(own + "/else")))
        #expect(first !== SharedConnections.streams.client(Self.settings(own)))
        let streams = SharedConnections.streams.client(Self.settings(own))
        #expect(streams.loop.settings.idleConnections == HTTPClientSettings().idleConnections)
        #expect(first?.loop.settings.idleConnections == 2048)
        weak let seen = first
        first = nil
        #expect(seen === second, "somebody uses them still")
    }

    @Test func closingOneClientLeavesTheConnectionsOfTheOthers() async throws {
        let broker = try CannedBroker { request, _ in HTTPResponse(.ok, body: Array("{\"status\": \"ok\"}".utf8)) }
        let one = try BrokerClient(url: broker.url, sharing: .calls)
        let other = try BrokerClient(url: broker.url, token: "secret", sharing: .calls)
        await one.close()
        _ = try await other.health()
        #expect(broker.requests.last?.headers["Authorization"] == "Bearer secret")
        await broker.stop()
    }
}
