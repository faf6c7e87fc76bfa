package import BerthPlatform

extension Digest {
    /// What is fetched a second time has to be what was offered.
    ///
    /// - Parameters:
    ///   - what: what it is called in the error, such as `notebook`.
    ///   - url: where it came from.
    ///   - offered: the SHA-256 that it had when it was asked about, in hexadecimal digits.
    /// - Returns: its SHA-256.
    /// - Throws: `mismatch`.
    @discardableResult
    package static func check(
        _ bytes: [UInt8], is what: String, from url: String, offered: String
    ) throws(PlatformError) -> String {
        let sha256 = sha256(of: bytes)
        if sha256 == offered { return sha256 }
        let subject = DataURL.withoutSecrets(url)
        throw PlatformError(
            .mismatch,
            "The \(what) \(subject) is not the one that was offered any more (its SHA-256 is \(sha256), not "
                + "\(offered)); ask again.", subject: subject)
    }
}
