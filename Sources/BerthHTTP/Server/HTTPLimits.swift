/// What a server takes from one client; each limit is tested at its value and one beyond.
package struct HTTPLimits: Sendable, Hashable {
    /// The body of a request, before and after decompression; more is 413.
    package var bodyBytes = 1 << 20
    /// Bodies of all requests that are being received and answered; more is 503.
    package var bodiesBytes = 256 << 20
    /// Names and values of all header fields, with four bytes for each field's colon, blank and line end; more is 431.
    package var headerBytes = 16 << 10
    /// The target of the request line; more is 414.
    package var targetBytes = 8 << 10
    /// From the first byte of a request's head to its last; later is 408.
    package var headTimeoutMilliseconds = 10_000
    /// From the last byte of the head to the last of the body; later is 408.
    package var bodyTimeoutMilliseconds = 30_000
    /// A kept connection without a request, and a reader that takes nothing of an answer; later it is closed.
    package var idleTimeoutSeconds = 75
    /// Open connections; more wait in the listen queue of the system.
    package var connections = 12_000
    /// Open connections from one address; 0 is no limit.
    package var connectionsPerAddress = 0
    /// Bytes of a stream that wait for a slow reader before its producer has to wait.
    package var streamBufferBytes = 64 << 10
    /// Rest of a refused body that is read and thrown away so that the refusal can be read before the connection ends.
    package var drainBytes = 8 << 20
    /// The longest time for that.
    package var drainMilliseconds = 2_000

    package init() {}
}
