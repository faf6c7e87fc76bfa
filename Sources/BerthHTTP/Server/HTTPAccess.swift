/// What one request was, for the log; nothing in it comes from a query or a header.
package struct HTTPAccess: Sendable {
    package var method: HTTPMethod
    /// The template of the route that answered, such as `/sessions/{id}`; nil when none did.
    package var route: String?
    /// 0 when the peer went away before an answer.
    package var status: HTTPStatus
    package var durationMicroseconds: UInt64
    package var requestBytes: Int
    package var responseBytes: Int
    package var peer: HTTPAddress?
}
