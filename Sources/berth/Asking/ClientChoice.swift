import BerthDocument
import BerthModel

/// Which broker is asked, and with which token or sign-in.
struct ClientChoice: Sendable, Hashable {
    static let standardURL = "http://127.0.0.1:8470"

    var url: String
    var token: String?
    /// The sign-in at this broker, where no token is named for this call.
    var login: StoredLogin?
    /// Certificates that are trusted in place of the system's.
    var authorityFile: String?

    /// What the options say, else the environment, else the configuration, else this machine.
    ///
    /// - Throws: `cannotRead` and `badInput` for the files with the token and the certificates, `badConfiguration`;
    ///   `usage` for certificates where none are looked at.
    init(
        url: String?, tokenFile: String?, authorityFile: String? = nil, config: String?, _ surroundings: Surroundings
    ) throws(ProgramError) {
        let environment = { (name: String) in surroundings.environment(name).flatMap { $0.isEmpty ? nil : $0 } }
        let file = try ClientChoice.configuration(named: config, surroundings)
        self.url = url ?? environment("BERTH_URL") ?? file.url ?? Self.standardURL
        // The settings may be for other brokers, too; only who names the file now takes this call for a safe one.
        let isSecure = self.url.lowercased().hasPrefix("https://")
        if let authorityFile, !isSecure {
            throw ProgramError(
                .usage, "--ca-file: there are no certificates under \(self.url); write https:// or leave it out.",
                subject: authorityFile)
        }
        if isSecure { self.authorityFile = authorityFile ?? environment("BERTH_CA_FILE") ?? file.client.authorityFile }
        if let path = self.authorityFile { try Self.check(authorities: path) }
        if let path = tokenFile {
            token = try Self.token(in: path)
        } else if let text = environment("BERTH_TOKEN") {
            token = text
        } else if let login = StoredLogin.read(from: surroundings.places.login(at: self.url), for: self.url) {
            self.login = login
        } else if let path = file.client.tokenFile {
            token = try Self.token(in: path)
        }
    }

    /// What libcurl would say of such a file is that the broker cannot be asked.
    private static func check(authorities path: String) throws(ProgramError) {
        let text = String(decoding: try LocalFile.read(path, largest: 16 << 20), as: UTF8.self)
        if text.contains("-----BEGIN ") && text.contains("CERTIFICATE-----") { return }
        throw ProgramError(.badInput, "\(path) holds no certificate in PEM.", subject: path)
    }

    private static func token(in path: String) throws(ProgramError) -> String { try word(in: path, noun: "a token") }

    /// The one word of a file.
    ///
    /// - Throws: `cannotRead`, `badInput`.
    static func word(in path: String, noun: String) throws(ProgramError) -> String {
        let text = String(decoding: try LocalFile.read(path, largest: 64 << 10), as: UTF8.self)
        let words = text.split(whereSeparator: \.isWhitespace)
        guard let word = words.first, words.count == 1 else {
            throw ProgramError(.badInput, "\(path) must hold \(noun), one word and nothing else.", subject: path)
        }
        return String(word)
    }

    /// What a client needs of the configuration. What else is wrong in it is for `berth serve` to say; of keys that
    /// are not known it is said that there are some, for one of them may be a part that a client needs, misspelt.
    private static func configuration(
        named: String?, _ surroundings: Surroundings
    ) throws(ProgramError) -> Configuration {
        guard let path = ConfigurationFile.path(named: named, surroundings) else { return Configuration() }
        let bytes = try LocalFile.read(path)
        let document = try ConfigurationFile.document(bytes, path)
        let (configuration, problems) = Configuration.reading(document, from: .yaml)
        let own = problems.filter { $0.path.steps.first == "client" }
        if !own.isEmpty { throw ConfigurationFile.unusable(own, document, bytes, path) }
        let unknown = problems.filter { $0.code == .unknownMember }
        if let first = unknown.first {
            let keys = unknown.count == 1 ? "the key \(first.path)" : "\(first.path) and \(unknown.count - 1) more keys"
            surroundings.console.note(
                "\(path): \(keys) \(unknown.count == 1 ? "is" : "are") not known; see berth config check.".printable)
        }
        return configuration
    }
}

extension Configuration {
    /// The broker that this configuration is about; nil when it says nothing of it.
    var url: String? {
        if let url = client.url ?? publicURL { return url }
        if listen == Configuration().listen && tls.certificate == nil { return nil }
        return ListenAddress(listen)?.url(isSecure: tls.certificate != nil)
    }
}
