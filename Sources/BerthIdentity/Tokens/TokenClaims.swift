import BerthDocument
import BerthModel

/// What a token claims. Source: RFC 7519 §4.1; RFC 9068; WLCG Common JWT Profiles 1.0.
struct TokenClaims: Sendable, Hashable {
    var members: DocumentMembers

    var issuer: String? { members["iss"]?.text }
    var subject: String? { members["sub"]?.text }

    /// For whom it was made: a text or a list.
    var audiences: [String] { Self.texts(members["aud"]) ?? [] }

    /// Words with blanks between them, or a list.
    var scopes: [String] {
        switch members["scope"] {
        case .text(let words): words.split(separator: " ").map(String.init)
        case let other: Self.texts(other) ?? []
        }
    }

    func text(_ name: String) -> String? { members[name]?.text }

    /// A time of the token.
    ///
    /// - Throws: `malformed` for what is no number of seconds.
    func time(_ name: String) throws(IdentityError) -> Instant? {
        guard let value = members[name] else { return nil }
        guard let seconds = value.number, seconds.magnitude < 1e11 else {
            throw IdentityError(.malformed, "The token says \(name), and it is no number of seconds.")
        }
        return Instant(milliseconds: Int64((seconds * 1000).rounded(.down)))
    }

    /// The groups of a claim: a list of texts, or one text with commas between them.
    ///
    /// - Parameter name: nil is the first that is there of those that are usual; a path with dots leads inside.
    /// - Throws: `malformed`, `tooLarge`.
    func groups(_ name: String?) throws(IdentityError) -> [String] {
        let names = name.map { [$0] } ?? Self.usualGroups
        guard let (name, value) = names.lazy.compactMap({ name in value(name).map { (name, $0) } }).first else {
            return []
        }
        let groups: [String]
        switch value {
        case .text(let words): groups = words.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        case .null: groups = []
        default:
            guard let texts = Self.texts(value) else {
                throw IdentityError(.malformed, "The groups of the token (\(name)) are no list of names.")
            }
            groups = texts
        }
        if groups.count > Self.mostGroups {
            throw IdentityError(
                .tooLarge, "The token names \(groups.count) groups, and \(Self.mostGroups) are the most that are read.")
        }
        guard groups.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 >= 32 && $0 != 127 } }) else {
            throw IdentityError(.malformed, "The groups of the token (\(name)) are no list of names.")
        }
        return groups
    }

    /// Claims that groups come in. Source: WLCG Common JWT Profiles 1.0; OpenID providers.
    static let usualGroups = ["wlcg.groups", "groups"]
    static let mostGroups = 512

    /// A claim of that name, else what a path with dots leads to.
    private func value(_ name: String) -> Document? {
        if let value = members[name] { return value }
        let steps = name.split(separator: ".").map { DocumentPath.Step.member(String($0)) }
        return Document.map(members).value(at: DocumentPath(steps))
    }

    private static func trimmed(_ word: Substring) -> String {
        var word = word.drop { $0 == " " }
        while word.last == " " { word.removeLast() }
        return String(word)
    }

    private static func texts(_ value: Document?) -> [String]? {
        switch value {
        case .text(let text): return [text]
        case .list(let items):
            let texts = items.compactMap(\.text)
            return texts.count == items.count ? texts : nil
        default: return nil
        }
    }
}
