/// How much is fetched for one piece of data, and from where.
package struct StagingLimits: Sendable, Hashable {
    /// Bytes of one piece of data.
    package var maximumBytes: Int64
    /// Seconds from the begin to the end of one transfer.
    package var maximumSeconds: Int
    /// Seconds without a byte after which a transfer is given up.
    package var stalledSeconds = 60
    /// Seconds that asking a server for the size may take.
    package var askingSeconds = 3
    /// Redirects that are followed, each checked like the first address.
    package var maximumRedirects = 5
    package var addresses: AddressRule

    package init(maximumBytes: Int64, maximumSeconds: Int, addresses: AddressRule = AddressRule()) {
        self.maximumBytes = maximumBytes
        self.maximumSeconds = maximumSeconds
        self.addresses = addresses
    }
}
