import BerthClient
import BerthHost
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

    /// Whether there is a token; whether its file can be read, only the user can tell whose broker reads it.
    private func checkToken() throws(PlatformError) {
        guard let tokenFile else { return }
        if access(tokenFile, F_OK) != 0, errno == ENOENT || errno == ENOTDIR {
            throw .setting("tokenFile", "names \(tokenFile), which is not there; put the token into it, one word")
        }
        if access(tokenFile, R_OK) == 0 { _ = try Site.token(self) }
    }

    /// What is said there nobody else hears.
    private var isOfThisMachine: Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { front in
            url == front || url.hasPrefix(front + ":") || url.hasPrefix(front + "/")
        }
    }
}
