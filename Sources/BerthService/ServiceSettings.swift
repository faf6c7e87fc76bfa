package import BerthDocument
package import BerthModel
package import BerthRegistry
package import BerthSignatures

/// What an administrator may set of the service beside the broker behind it and the server before it.
package struct ServiceSettings: Sendable {
    /// Names under which the service is reached beside the host of the public URL, `localhost` and every numeric
    /// address.
    package var hosts: [String] = []
    /// Whether a service without users refuses what a web page of somebody else makes a browser send.
    package var guardsAgainstBrowsers = true
    /// Whether the figures are told to other machines than this one.
    package var tellsFiguresToEverybody = false
    /// Of the documents that are read.
    package var limits = DocumentLimits.standard
    /// How often a stream of events without an event says that it is still there.
    package var keepAlive = TimeSpan(seconds: 15)
    /// How much of an output is read, and kept in memory, at once.
    package var logPieceBytes = 64 << 10
    /// An output up to this size is answered whole, with an ETag; a larger one as it is read.
    package var wholeLogBytes = 256 << 10

    /// With which offers are signed; none where that is not wanted.
    package var keys: KeyRing?
    /// What is published of the service; nothing is when it is nil.
    package var record: PublishedRecord?

    package init() {}
}
