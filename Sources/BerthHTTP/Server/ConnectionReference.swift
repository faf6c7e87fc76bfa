internal import CMicroHTTPD

/// A connection of libmicrohttpd; whoever holds it knows from the state beside it whether it still lives.
struct ConnectionReference: @unchecked Sendable {
    let pointer: OpaquePointer
}
