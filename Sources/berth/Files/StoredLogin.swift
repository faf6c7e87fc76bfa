import BerthDocument
import BerthModel

/// A sign-in at a broker, for its owner's eyes only.
struct StoredLogin: Shaped, Equatable {
    var broker = ""
    var issuer = ""
    var audience = ""
    var clientID = ""
    var authorityFile: String?
    var accessToken = ""
    var refreshToken: String?
    var expires: Instant?

    static let shape = Shape<StoredLogin>(
        "StoredLogin", "A sign-in at a broker.",
        [
            Field("broker", \.broker, "The URL of the broker."),
            Field("issuer", \.issuer, "Who gave the tokens."),
            Field("audience", \.audience, "As whom the issuer knows the broker."),
            Field("clientID", \.clientID, "The program as which the person signed in."),
            Field("authorityFile", \.authorityFile, "File with the certificates that are trusted at the issuer."),
            Field("accessToken", \.accessToken, "What goes with calls."),
            Field("refreshToken", \.refreshToken, "What gets the next one."),
            Field("expires", \.expires, "When the access token is over."),
        ])

    /// - Returns: nil when nobody is signed in, or the file cannot be read, or is about another broker.
    static func read(from path: String, for broker: String) -> StoredLogin? {
        guard LocalFile.exists(path), let bytes = try? LocalFile.read(path),
            let document = try? Document.read(bytes, as: .json)
        else { return nil }
        let login = StoredLogin.reading(document, from: .json).value
        return login.broker == broker && !login.accessToken.isEmpty ? login : nil
    }

    /// Keeps it, readable by its owner only.
    ///
    /// - Throws: `cannotWrite`.
    func write(to path: String) throws(ProgramError) {
        guard let bytes = try? document(for: .json).written(as: .json, pretty: true) else { return }
        if let slash = path.lastIndex(of: "/") { try LocalFile.makeFolder(String(path[..<slash])) }
        try LocalFile.write(bytes, to: path)
    }
}
