package import BerthDocument
package import BerthModel
package import BerthPlatform

/// What is spoken at a port of a container.
package enum PortProtocol: String, Sendable {
    case tcp, udp, http, https

    /// TCP unless said otherwise; `nil` for what is not known.
    package init?(_ text: String?) {
        guard let text, !text.isEmpty else {
            self = .tcp
            return
        }
        self.init(rawValue: text.lowercased())
    }

    /// What carries it, as engines write it; clusters write it in capitals.
    package var transport: String { self == .udp ? "udp" : "tcp" }

    /// Why a port cannot be, for what is spoken there; `nil` when that is known.
    ///
    /// - Parameter path: that of the port.
    package static func obstacle(of port: NetworkPort, _ path: DocumentPath) -> Obstacle? {
        if PortProtocol(port.protocol) != nil { return nil }
        let place = path.appending("protocol")
        return Obstacle(
            .notKnown, place, "{path}: the protocol {wanted} is not known here; TCP, UDP, HTTP and HTTPS are.",
            ["wanted": port.protocol ?? ""],
            change: Change(path: place, to: "TCP", range: .words(["TCP", "UDP", "HTTP", "HTTPS"])))
    }
}
