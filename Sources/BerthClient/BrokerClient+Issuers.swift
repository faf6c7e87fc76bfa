import BerthDocument
import BerthHTTP

/// An issuer whose tokens a broker takes, as the broker tells everybody.
package struct OfferedIssuer: Sendable, Hashable {
    package var url: String
    package var audience: String
    /// The program as which people sign in from a command line.
    package var clientID: String?
    /// What that program asks for.
    package var scopes: [String]
}

extension BrokerClient {
    /// The issuers whose tokens the broker takes; none when it takes only tokens that its administrator hands out, or
    /// asks nobody who it is. Needs no token.
    package func issuers() async throws(ClientError) -> [OfferedIssuer] {
        var request = bare(.get, "/")
        request.totalSeconds = Self.totalSeconds
        let reply = try await transfer(request, isIdentified: false)
        try check(reply, about: "what it is")
        let document = try ReplyReader.document(reply, limits: ReplyReader.limits, url: url)
        guard case .list(let items)? = document["issuers"] else { return [] }
        return items.compactMap { item in
            guard let url = item["url"]?.text, let audience = item["audience"]?.text else { return nil }
            var scopes: [String] = []
            if case .list(let words)? = item["scopes"] { scopes = words.compactMap(\.text) }
            return OfferedIssuer(url: url, audience: audience, clientID: item["clientID"]?.text, scopes: scopes)
        }
    }
}
