import BerthClient
import BerthModel
import Testing

/// A site behind a server that offers HTTP/2.
@Suite(.serialized) struct RemoteHTTP2Tests {
    @Test func aSiteThatOffersItIsSpokenToInHTTP2OverOneConnection() async throws {
        let port = TestCluster.freePort()
        let site = try ServedBroker(
            "behind",
            """
            publicURL: https://127.0.0.1:\(port)
            platforms:
            - kind: scripted
              name: lab
              run: {duration: PT0.2S, output: [{text: "said by the lab"}]}
            """)
        let proxy = try TestProxy(before: site.url, port: port)
        let gateway = try ServedBroker(
            "before",
            """
            platforms:
            - {kind: remote, name: site, url: "\(proxy.url)", authorityFile: "\(proxy.authorityFile)"}
            """)
        for _ in 0..<3 {
            let answer = try await gateway.ask("executable: {kind: docker-container, image: {locations: [x]}}")
            let offer = try #require(answer.offers.first?.component.meta?.uuid, "\(answer)")
            _ = try await gateway.client.accept(offer)
            #expect(try await gateway.session(offer).phase == .completed)
        }
        let calls = proxy.calls
        #expect(calls.count > 9)
        #expect(Set(calls.map { $0[0] }) == ["HTTP/2.0"])
        // What is followed has a connection of its own where the first is in use as it begins.
        #expect(Set(calls.map { $0[1] }).count <= 3, "\(calls.count) calls")
    }
}
