import BerthHost
import BerthModel
package import BerthPlatform

extension OpenStackSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        if authURL.isEmpty { throw .setting("authURL", "is missing; it says where Keystone is, as OS_AUTH_URL does") }
        if !(authURL.hasPrefix("http://") || authURL.hasPrefix("https://")) {
            throw .setting("authURL", "is \(authURL); it takes a URL that begins with http:// or https://")
        }
        for service in CloudService.allCases {
            guard let url = endpoints[service] else { continue }
            if !(url.hasPrefix("http://") || url.hasPrefix("https://")) {
                throw .setting(
                    "endpoints.\(service.rawValue)", "is \(url); it takes a URL that begins with http:// or https://")
            }
        }
        if image.isEmpty { throw .setting("image", "is missing; it names the image that machines boot from") }
        if applicationCredential == nil, user == nil {
            throw .setting("applicationCredential", "is missing, and so is user; one of them says who the broker is")
        }
        if applicationCredential != nil, user != nil {
            throw .setting("user", "is set beside applicationCredential; one of them says who the broker is")
        }
        if user != nil, project == nil { throw .setting("project", "is missing; a user has machines in a project") }
        for (key, path) in [
            ("stateDirectory", stateDirectory), ("secretFile", secretFile), ("authorityFile", authorityFile),
        ] {
            if let path, !path.hasPrefix("/") { throw .setting(key, "is \(path); it takes an absolute path") }
        }
        for (key, word) in [("python", python), ("containerCommand", containerCommand)]
        where !word.isWord(with: "/._-") {
            throw .setting(key, "is \(word); it takes a name or a path of letters, digits and /._-")
        }
        for (index, registry) in registries.enumerated() where !registry.isWord(with: ".-:") {
            throw .setting(
                "registries", "has \(registry), which is no name of a registry such as docker.io", item: index)
        }
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        for (key, value) in [
            ("scriptBytes", scriptBytes), ("stagingSeconds", stagingSeconds), ("logBytes", logBytes),
            ("callSeconds", callSeconds),
            ("factsSeconds", factsSeconds), ("pollSeconds", pollSeconds), ("bootSeconds", bootSeconds),
            ("patienceSeconds", patienceSeconds), ("lingerSeconds", lingerSeconds), ("awaySeconds", awaySeconds),
        ] where value < 1 {
            throw .setting(key, "is \(value); it must be at least 1")
        }
        // The clock of a machine that counts them takes no more.
        if stagingSeconds > 1 << 30 { throw .setting("stagingSeconds", "is \(stagingSeconds); it is too long") }
        let most = Int64(MachineProgram.mostTaskBytes / 2)
        if scriptBytes > most {
            throw .setting(
                "scriptBytes", "is \(scriptBytes); it must be at most \(most): Nova takes no more with a machine")
        }
        if lingerSeconds < 2 * pollSeconds {
            throw .setting(
                "lingerSeconds",
                "is \(lingerSeconds); it must be at least \(2 * pollSeconds), twice pollSeconds: else"
                    + " a machine is gone before its end is read")
        }
    }
}
