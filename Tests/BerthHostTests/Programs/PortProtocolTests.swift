import BerthDocument
import BerthModel
import BerthPlatform
import Testing

@testable import BerthHost

@Suite struct PortProtocolTests {
    @Test(
        arguments: [
            (nil, .tcp, "tcp"), ("", .tcp, "tcp"), ("Udp", .udp, "udp"), ("HTTP", .http, "tcp"),
            ("https", .https, "tcp"), ("SCTP", nil, nil),
        ] as [(String?, PortProtocol?, String?)])
    func isRead(_ text: String?, _ spoken: PortProtocol?, _ transport: String?) {
        #expect(PortProtocol(text) == spoken)
        #expect(PortProtocol(text)?.transport == transport)
    }

    @Test func whatIsNotKnownIsAReason() {
        var port = NetworkPort()
        #expect(PortProtocol.obstacle(of: port, ["executable"]) == nil)
        port.protocol = "SCTP"
        let obstacle = PortProtocol.obstacle(of: port, ["executable", "network", "ports", .index(1)])
        #expect(
            obstacle?.message(at: Instant(seconds: 0), from: nil).message
                == "executable.network.ports[1].protocol: the protocol SCTP is not known here; TCP, UDP, HTTP and HTTPS"
                + " are.")
        #expect(obstacle?.change?.path == obstacle?.path)
    }
}
