import BerthClient
import BerthHost
import BerthIdentity
import BerthModel
package import BerthPlatform
import Glibc

extension RemoteSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        do throws(ClientError) {
            _ = try BrokerClient(url: url)
        } catch {
            throw PlatformError(.refused, "The setting url cannot be used: \(error.message)", subject: "url")
        }
        try HostSettings.checkAbsolute([("tokenFile", tokenFile), ("authorityFile", authorityFile)])
        if tokenFile != nil, url.hasPrefix("http://"), !isOfThisMachine {
            throw .setting("tokenFile", "cannot be used with \(url); a token is sent over https:// only")
        }
        try checkIdentity()
        try checkToken()
        try HostSettings.check([
            ("askSeconds", askSeconds), ("callSeconds", callSeconds), ("awaySeconds", awaySeconds),
            ("failures", failures), ("brokers", brokers),
        ])
        try HostSettings.check([("queueSeconds", queueSeconds)], atLeast: 0)
        for (key, value) in [("askSeconds", askSeconds), ("callSeconds", callSeconds)] where value > 3600 {
            throw .setting(key, "is \(value); it can be 3600 at most")
        }
    }

    /// Whether each key is there that the way of asking needs, and none of another way: a token that nobody meant for
    /// the site never goes to it.
    private func checkIdentity() throws(PlatformError) {
        let identity = identity ?? .service
        if identity != .service, url.hasPrefix("http://"), !isOfThisMachine {
            throw .setting(
                "identity", "cannot be \(identity.rawValue) with \(url); a token is sent over https:// only")
        }
        if identity != .service, tokenFile != nil {
            throw .setting("tokenFile", "is for identity: service; leave it out with identity: \(identity.rawValue)")
        }
        if identity != .exchange, exchange != nil {
            throw .setting("exchange", "is for identity: exchange; leave it out, or set identity")
        }
        if identity != .map, !people.isEmpty {
            throw .setting("people", "is for identity: map; leave it out, or set identity")
        }
        if identity == .exchange { try checkExchange() }
        if identity == .map { try checkPeople() }
    }

    private func checkExchange() throws(PlatformError) {
        guard let exchange else {
            throw .setting("exchange", "is missing; identity: exchange needs issuer, audience and clientID")
        }
        for (key, value) in [("audience", exchange.audience), ("clientID", exchange.clientID)] where value.isEmpty {
            throw .setting("exchange.\(key)", "is missing")
        }
        do throws(IdentityError) {
            try IssuerSettings(url: exchange.issuer, audience: exchange.audience).check()
        } catch {
            let url = exchange.issuer
            throw .setting("exchange.issuer", "is \(url); write the URL of an issuer, over https:// or on this machine")
        }
        try HostSettings.checkAbsolute([
            ("exchange.clientSecretFile", exchange.clientSecretFile),
            ("exchange.authorityFile", exchange.authorityFile),
        ])
    }

    private func checkPeople() throws(PlatformError) {
        if people.isEmpty {
            throw .setting("people", "is missing; identity: map needs who is asked for with which token")
        }
        for (index, entry) in people.enumerated() {
            if (entry.subject == nil) == (entry.group == nil) {
                throw .setting("people", "needs either a subject or a group", item: index)
            }
            try HostSettings.checkAbsolute([("people[\(index)].tokenFile", entry.tokenFile)])
        }
    }

    /// Whether there is a token; whether its file can be read, only the user can tell whose broker reads it.
    private func checkToken() throws(PlatformError) {
        guard let tokenFile else { return }
        if access(tokenFile, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            throw .setting("tokenFile", "names \(tokenFile), which is not there; put the token into it, one word")
        }
        if access(tokenFile, R_OK) == 0 { _ = try Site.token(tokenFile, "tokenFile") }
    }

    /// What is said there nobody else hears.
    private var isOfThisMachine: Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { front in
            url == front || url.hasPrefix(front + ":") || url.hasPrefix(front + "/")
        }
    }
}
