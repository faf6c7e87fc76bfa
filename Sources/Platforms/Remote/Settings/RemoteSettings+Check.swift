import BerthClient
import BerthHost
import BerthModel
package import BerthPlatform

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
        try HostSettings.check([
            ("askSeconds", askSeconds), ("callSeconds", callSeconds), ("awaySeconds", awaySeconds),
            ("failures", failures), ("brokers", brokers),
        ])
        try HostSettings.check([("queueSeconds", queueSeconds)], atLeast: 0)
        for (key, value) in [("askSeconds", askSeconds), ("callSeconds", callSeconds)] where value > 3600 {
            throw .setting(key, "is \(value); it can be 3600 at most")
        }
    }

    /// What is said there nobody else hears.
    private var isOfThisMachine: Bool {
        ["http://127.0.0.1", "http://localhost", "http://[::1]"].contains { front in
            url == front || url.hasPrefix(front + ":") || url.hasPrefix(front + "/")
        }
    }
}
