import BerthHTTP
import BerthModel

/// What is taken from one client: the limits of the HTTP server as keys.
struct LimitsConfiguration: Shaped {
    var bodyBytes: Int64
    var bodiesBytes: Int64
    var headerBytes: Int64
    var targetBytes: Int64
    var headTimeoutMilliseconds: Int64
    var bodyTimeoutMilliseconds: Int64
    var idleTimeoutSeconds: Int64
    var connections: Int64
    var connectionsPerAddress: Int64
    var streamBufferBytes: Int64
    var drainBytes: Int64
    var drainMilliseconds: Int64

    /// The defaults of the server.
    init() {
        let limits = HTTPLimits()
        bodyBytes = Int64(limits.bodyBytes)
        bodiesBytes = Int64(limits.bodiesBytes)
        headerBytes = Int64(limits.headerBytes)
        targetBytes = Int64(limits.targetBytes)
        headTimeoutMilliseconds = Int64(limits.headTimeoutMilliseconds)
        bodyTimeoutMilliseconds = Int64(limits.bodyTimeoutMilliseconds)
        idleTimeoutSeconds = Int64(limits.idleTimeoutSeconds)
        connections = Int64(limits.connections)
        connectionsPerAddress = Int64(limits.connectionsPerAddress)
        streamBufferBytes = Int64(limits.streamBufferBytes)
        drainBytes = Int64(limits.drainBytes)
        drainMilliseconds = Int64(limits.drainMilliseconds)
    }

    /// As the server takes them.
    ///
    /// - Precondition: `ConfigurationCheck` has found nothing.
    var settings: HTTPLimits {
        var limits = HTTPLimits()
        limits.bodyBytes = Int(bodyBytes)
        limits.bodiesBytes = Int(bodiesBytes)
        limits.headerBytes = Int(headerBytes)
        limits.targetBytes = Int(targetBytes)
        limits.headTimeoutMilliseconds = Int(headTimeoutMilliseconds)
        limits.bodyTimeoutMilliseconds = Int(bodyTimeoutMilliseconds)
        limits.idleTimeoutSeconds = Int(idleTimeoutSeconds)
        limits.connections = Int(connections)
        limits.connectionsPerAddress = Int(connectionsPerAddress)
        limits.streamBufferBytes = Int(streamBufferBytes)
        limits.drainBytes = Int(drainBytes)
        limits.drainMilliseconds = Int(drainMilliseconds)
        return limits
    }

    static let shape = Shape<LimitsConfiguration>(
        "LimitsConfiguration", "What is taken from one client.",
        [
            Field("bodyBytes", \.bodyBytes, "Body of a request; more is 413.", unit: .byte),
            Field(
                "bodiesBytes", \.bodiesBytes, "Bodies of all requests that are read and answered at once; more is 503.",
                unit: .byte),
            Field("headerBytes", \.headerBytes, "All header fields of a request; more is 431.", unit: .byte),
            Field("targetBytes", \.targetBytes, "Target of a request; more is 414.", unit: .byte),
            Field(
                "headTimeoutMilliseconds", \.headTimeoutMilliseconds, "For the head of a request; later is 408."),
            Field(
                "bodyTimeoutMilliseconds", \.bodyTimeoutMilliseconds, "For the body of a request; later is 408."),
            Field(
                "idleTimeoutSeconds", \.idleTimeoutSeconds,
                "For a connection on which nothing happens; then it is closed."
            ),
            Field("connections", \.connections, "Open connections; more wait."),
            Field(
                "connectionsPerAddress", \.connectionsPerAddress, "Open connections of one address; 0 is any number."),
            Field(
                "streamBufferBytes", \.streamBufferBytes, "What waits for a slow reader of a stream.", unit: .byte),
            Field("drainBytes", \.drainBytes, "Rest of a refused body that is read and thrown away.", unit: .byte),
            Field("drainMilliseconds", \.drainMilliseconds, "The longest time for that."),
        ])

    /// The least that each key can be.
    static let least: [(key: String, value: @Sendable (LimitsConfiguration) -> Int64, least: Int64)] = [
        ("bodyBytes", { $0.bodyBytes }, 1024), ("bodiesBytes", { $0.bodiesBytes }, 1024),
        ("headerBytes", { $0.headerBytes }, 1024),
        ("targetBytes", { $0.targetBytes }, 256), ("headTimeoutMilliseconds", { $0.headTimeoutMilliseconds }, 1),
        ("bodyTimeoutMilliseconds", { $0.bodyTimeoutMilliseconds }, 1),
        ("idleTimeoutSeconds", { $0.idleTimeoutSeconds }, 1), ("connections", { $0.connections }, 1),
        ("connectionsPerAddress", { $0.connectionsPerAddress }, 0),
        ("streamBufferBytes", { $0.streamBufferBytes }, 1024), ("drainBytes", { $0.drainBytes }, 0),
        ("drainMilliseconds", { $0.drainMilliseconds }, 0),
    ]
}
