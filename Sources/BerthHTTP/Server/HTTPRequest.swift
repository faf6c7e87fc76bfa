/// A request whose body has come in whole.
package struct HTTPRequest: Sendable {
    package var method: HTTPMethod
    package var target: RequestTarget
    package var headers: HTTPHeaders
    /// Decompressed.
    package var body: [UInt8]
    package var peer: HTTPAddress?
    /// The parts of the path that the route names, decoded; filled by the router.
    package var parameters: [(name: String, value: String)] = []

    package init(
        method: HTTPMethod, target: RequestTarget, headers: HTTPHeaders = [:], body: [UInt8] = [],
        peer: HTTPAddress? = nil
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
        self.peer = peer
    }

    /// The part of the path that the route calls by that name.
    package func parameter(_ name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    /// The first query item of that name.
    package func query(_ name: String) -> String? {
        target.query.first { $0.name == name }?.value
    }

    /// The decoded path with slashes; for messages and not for routing.
    package var path: String {
        target.segments == ["*"] ? "*" : "/" + target.segments.joined(separator: "/")
    }
}
