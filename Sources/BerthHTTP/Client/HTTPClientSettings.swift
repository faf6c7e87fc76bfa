/// What all requests of a client share.
package struct HTTPClientSettings: Sendable, Hashable {
    /// Connections to one host at once; further requests wait for one, within their own `connectSeconds`. Streams that
    /// never end keep theirs.
    package var connectionsPerHost = 256
    /// Connections that are kept open for the next request; 0 closes each after its reply.
    package var idleConnections = 64
    /// A PEM file of the authorities that are trusted instead of the system's.
    package var authorityPath: String?
    /// PEM of the authorities that are trusted instead of the system's, where they are not in a file.
    package var authorities: [UInt8]?
    /// What the client proves who it is with where a server asks for a certificate.
    package var certificate: ClientCertificate?
    /// Sent as User-Agent unless the request names its own.
    package var userAgent = "berth"
    /// The URL of a proxy; nil is none, whatever the environment says.
    package var proxy: String?
    /// Bytes of a streamed reply that wait for a slow reader before the peer has to wait.
    package var streamBufferBytes = 64 << 10
    /// Bytes that a transfer reads at once, for which each has memory of its own; at least 1024.
    package var readBytes = 16 << 10
    /// Transfers that are over leave so many handles for the next ones.
    package var spareTransfers = 16
    /// Whether addresses of names are remembered for a minute. Each transfer that ends looks through all of them, so
    /// that who asks many hosts on connections that are kept is better off without.
    package var remembersNames = true

    package init() {}
}

/// A certificate of a client and its key, both as PEM.
package struct ClientCertificate: Sendable, Hashable {
    package var certificate: [UInt8]
    package var key: [UInt8]

    package init(certificate: [UInt8], key: [UInt8]) {
        self.certificate = certificate
        self.key = key
    }
}
