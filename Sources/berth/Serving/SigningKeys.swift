import BerthDocument
import BerthModel
import BerthSignatures
import Glibc

/// The keys of a broker, made at its first start and kept in the state folder.
enum SigningKeys {
    static let fileName = "signing-keys.json"

    static func path(in folder: String) -> String { folder + "/" + fileName }

    /// - Throws: `badConfiguration` for a file that others can read or that holds no keys, `cannotRead`, `cannotWrite`.
    static func kept(in folder: String, now: Instant) throws(ProgramError) -> KeyRing {
        let path = path(in: folder)
        if !LocalFile.isMissing(path) { return try read(path) }
        let made = KeyRing.made(at: now)
        try write(made, to: path)
        return made
    }

    static func read(_ path: String) throws(ProgramError) -> KeyRing {
        var status = stat()
        if stat(path, &status) == 0, status.st_mode & 0o077 != 0 {
            throw ProgramError(
                .badConfiguration,
                "\(path) can be read by others, and whoever reads it can sign for this broker; chmod 600 it, and renew "
                    + "the key if somebody may have read it: berth key rotate.", subject: path)
        }
        let bytes = try LocalFile.read(path)
        let document = try? Document.read(bytes, as: .json)
        do throws(SignatureError) {
            return try KeyRing(secret: document ?? .null)
        } catch {
            throw ProgramError(
                .badConfiguration,
                "\(path): \(error.message) Put back a copy of it, or move it away: then a new key is made, and what "
                    + "was signed before can only be checked by those who know the old one.", subject: path)
        }
    }

    static func write(_ keys: KeyRing, to path: String) throws(ProgramError) {
        guard let bytes = try? keys.secretDocument.written(as: .json, pretty: true) else {
            throw ProgramError(.broken, "The keys cannot be written.", subject: path)
        }
        try LocalFile.write(bytes, to: path)
    }
}
