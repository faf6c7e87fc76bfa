package import BerthModel

/// Where answers of catalogues are kept, so that they are asked seldom and still known when they are down.
///
/// A shelf that cannot keep something forgets it; that is no error.
package protocol SoftwareShelf: Sendable {
    /// What was put there under the key, and when it was said.
    func get(_ key: String) async -> (bytes: [UInt8], at: Instant)?
    func put(_ key: String, _ bytes: [UInt8], at: Instant) async
}
