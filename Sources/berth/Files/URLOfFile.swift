import Glibc

/// How a file is named to somebody elsewhere.
enum URLOfFile {
    /// A URL as it is; a file of this machine as `file://` and its absolute path.
    ///
    /// - Throws: `cannotRead` when there is no such file.
    static func text(_ location: String) throws(ProgramError) -> String {
        if location.contains("://") { return location }
        guard let path = LocalFile.resolved(location) else {
            throw ProgramError(
                .cannotRead, "There is no file \(location); name a file or a URL.", subject: location,
                cause: String(cString: strerror(errno)))
        }
        return "file://" + escaped(path)
    }

    /// Source: RFC 3986, section 3.3.
    static func escaped(_ path: String) -> String {
        let plain = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/!$&'()*+,;=:@".utf8)
        let digits = Array("0123456789ABCDEF")
        return path.utf8.reduce(into: "") { text, byte in
            if plain.contains(byte) {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
            }
        }
    }
}
