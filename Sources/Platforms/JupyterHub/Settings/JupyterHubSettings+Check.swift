import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterHubSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        if url.isEmpty { throw .setting("url", "is missing; it says where the hub is") }
        try HostSettings.checkService(url, hasToken: true)
        try HostSettings.checkAbsolute([
            ("tokenFile", tokenFile), ("authorityFile", authorityFile), ("stateDirectory", stateDirectory),
        ])
        if !Self.isUser(user) { throw .setting("user", "is \(user), which is no name of a user of a hub") }
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("cores", cores), ("memory", memory), ("notebookBytes", notebookBytes),
            ("notebookSeconds", notebookSeconds), ("requestSeconds", requestSeconds), ("factsSeconds", factsSeconds),
            ("startSeconds", startSeconds), ("stopSeconds", stopSeconds), ("pollSeconds", pollSeconds),
            ("awaySeconds", awaySeconds), ("tokenSeconds", tokenSeconds),
        ])
        if notebookBytes > 1 << 30 { throw .setting("notebookBytes", "is \(notebookBytes); it may be 1 GiB at most") }
    }

    /// Whether a hub can have a user of that name. What stands in paths of addresses and in filters of scopes has none
    /// of their marks.
    static func isUser(_ name: String) -> Bool { name.isWord(with: "._-@+") && name.utf8.count <= 255 }
}
