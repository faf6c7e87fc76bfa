import BerthPlatform
import Glibc

/// What proves that the broker is who it says: from a file, or from the environment, and never in a configuration.
enum CloudSecret {
    /// Bytes of a secret, more than any has.
    static let mostBytes = 64 << 10

    /// Read for each token, so that it can be changed while the broker runs.
    ///
    /// - Throws: `refused` when there is none, with where it is looked for.
    static func read(
        _ settings: OpenStackSettings, environment: (String) -> String?
    ) throws(PlatformError) -> String {
        let secret: String
        let place: String
        if let file = settings.secretFile {
            place = file
            let bytes = try Files.read(file, from: 0, limit: mostBytes, followsLink: true)
            secret = String(decoding: bytes.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
        } else {
            place = settings.applicationCredential == nil ? "OS_PASSWORD" : "OS_APPLICATION_CREDENTIAL_SECRET"
            secret = environment(place) ?? ""
        }
        if secret.isEmpty {
            throw PlatformError(
                .refused, "The cloud does not let the broker in.", subject: "Keystone",
                detail: "there is no secret in \(place); name a file with it in secretFile")
        }
        return secret
    }

    /// Whether others than the owner of the file can read it.
    static func isOpen(_ file: String) -> Bool {
        var status = Glibc.stat()
        return stat(file, &status) == 0 && status.st_mode & 0o077 != 0
    }
}
