import BerthHost
package import BerthPlatform

extension SlurmREST {
    private static let unixScheme = "unix://"

    /// Path of the socket; `nil` for an address of the network.
    var socket: String? { url.hasPrefix(Self.unixScheme) ? String(url.dropFirst(Self.unixScheme.count)) : nil }

    var isSet: Bool { !url.isEmpty }

    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        guard isSet else {
            for (key, value) in [("user", user), ("tokenFile", tokenFile), ("authorityFile", authorityFile)]
            where value != nil {
                throw .setting("rest.\(key)", "is of no use without rest.url, which says where slurmrestd is")
            }
            return
        }
        if let socket {
            if !socket.hasPrefix("/") {
                throw .setting("rest.url", "is \(url); a socket is written as unix:///path/of/the.sock")
            }
        } else {
            try HostSettings.checkService(url, prefix: "rest.", hasToken: tokenFile != nil)
        }
        if let user, !user.isWord(with: "._-") { throw .setting("rest.user", "is \(user), which is no name of a user") }
        try HostSettings.checkAbsolute([("rest.tokenFile", tokenFile), ("rest.authorityFile", authorityFile)])
    }
}
