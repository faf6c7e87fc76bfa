package import BerthDocument
package import BerthModel

/// The keys of a broker: the one that it signs with, and those that it signed with before, so that what they signed can
/// still be checked.
package struct KeyRing: Sendable {
    private let seed: [UInt8]
    /// The one that signs is the first.
    package private(set) var keys: [PublicKey]
    /// When each was made.
    private var times: [Instant]

    /// Keys that are remembered; older ones are forgotten.
    package static let most = 20

    private init?(seed: [UInt8], at time: Instant, after older: [(PublicKey, Instant)]) {
        guard let bytes = Ed25519.publicKey(of: seed), let key = PublicKey(bytes) else { return nil }
        self.seed = seed
        let kept = older.filter { $0.0 != key }.prefix(Self.most - 1)
        keys = [key] + kept.map(\.0)
        times = [time] + kept.map(\.1)
    }

    /// With a key that was never there.
    ///
    /// - Parameter seed: makes the secret; that of the system unless given.
    package static func made(at time: Instant, seed: () -> [UInt8] = Ed25519.newSeed) -> KeyRing {
        guard let ring = KeyRing(seed: seed(), at: time, after: []) else { preconditionFailure("a seed has 32 bytes") }
        return ring
    }

    /// With a new key; the one that signed before is one of the older ones.
    package func rotated(at time: Instant, seed: () -> [UInt8] = Ed25519.newSeed) -> KeyRing {
        guard let ring = KeyRing(seed: seed(), at: time, after: Array(zip(keys, times))) else {
            preconditionFailure("a seed has 32 bytes")
        }
        return ring
    }

    /// The key that signs.
    package var current: PublicKey { keys[0] }

    func signature(of message: [UInt8]) -> [UInt8] { Ed25519.signature(of: message, with: seed) }

    /// What everybody may read: a JWK Set. Source: RFC 7517, section 5.
    ///
    /// - Parameter broker: whose keys they are.
    package func publicDocument(of broker: String) -> Document {
        ["broker": .text(broker), "keys": .list(keys.map(\.document))]
    }

    // MARK: the file

    /// What the file of a broker holds: the secret of the first key stands in it.
    package var secretDocument: Document {
        .map([
            "keys": .list(
                keys.indices.map { index in
                    guard case .map(var members) = keys[index].document else { return .null }
                    members["created"] = .text(times[index].description)
                    if index == 0 { members["d"] = .text(Base64URL.encoded(seed)) }
                    return .map(members)
                })
        ])
    }

    /// - Throws: `badKeys` for what `secretDocument` does not write.
    package init(secret document: Document) throws(SignatureError) {
        guard case .list(let entries)? = document["keys"], let first = entries.first,
            let seed = Base64URL.decoded(first["d"]?.text ?? ""), Ed25519.publicKey(of: seed) != nil
        else { throw Self.damaged("its first key has no secret") }
        var all: [(PublicKey, Instant)] = []
        for entry in entries {
            guard let key = PublicKey(text: entry["x"]?.text ?? ""), entry["kid"]?.text == key.name else {
                throw Self.damaged("a key does not have the name that follows from it")
            }
            guard let time = Instant(entry["created"]?.text ?? "") else {
                throw Self.damaged("a key does not say when it was made")
            }
            all.append((key, time))
        }
        guard let ring = KeyRing(seed: seed, at: all[0].1, after: Array(all.dropFirst())), ring.current == all[0].0
        else { throw Self.damaged("the secret of the first key is that of another one") }
        self = ring
    }

    private static func damaged(_ what: String) -> SignatureError {
        SignatureError(.badKeys, "It is no file of keys: \(what).")
    }
}
