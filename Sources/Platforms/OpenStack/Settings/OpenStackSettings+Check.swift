import BerthData
import BerthModel
import BerthPlatform

extension OpenStackSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
            let subject = item.map { "\(key)[\($0)]" } ?? key
            throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
        }
        if authURL.isEmpty { try refuse("authURL", "is missing; it says where Keystone is, as OS_AUTH_URL does") }
        if !(authURL.hasPrefix("http://") || authURL.hasPrefix("https://")) {
            try refuse("authURL", "is \(authURL); it takes a URL that begins with http:// or https://")
        }
        if image.isEmpty { try refuse("image", "is missing; it names the image that machines boot from") }
        if (applicationCredential == nil) == (user == nil) {
            try refuse(
                "applicationCredential", "or user is needed, and not both: one of them says who the broker is")
        }
        if user != nil, project == nil { try refuse("project", "is missing; a user has machines in a project") }
        for (key, path) in [
            ("stateDirectory", stateDirectory), ("secretFile", secretFile), ("authorityFile", authorityFile),
        ] {
            if let path, !path.hasPrefix("/") { try refuse(key, "is \(path); it takes an absolute path") }
        }
        for (key, word) in [("python", python), ("containerCommand", containerCommand)]
        where !word.isWord(with: "/._-") {
            try refuse(key, "is \(word); it takes a name or a path of letters, digits and /._-")
        }
        for (index, registry) in registries.enumerated() where !registry.isWord(with: ".-:") {
            try refuse("registries", "has \(registry), which is no name of a registry such as docker.io", item: index)
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        if let fault = priceList.fault { try refuse(fault.key, fault.message) }
        let isName =
            !instance.isEmpty && instance.utf8.count <= 40
            && instance.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
        if !isName { try refuse("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -") }
        for (key, value) in [
            ("scriptBytes", scriptBytes), ("logBytes", logBytes), ("callSeconds", callSeconds),
            ("factsSeconds", factsSeconds), ("pollSeconds", pollSeconds), ("bootSeconds", bootSeconds),
            ("patienceSeconds", patienceSeconds), ("lingerSeconds", lingerSeconds), ("awaySeconds", awaySeconds),
        ] where value < 1 {
            try refuse(key, "is \(value); it must be at least 1")
        }
        let most = Int64(MachineProgram.mostTaskBytes / 2)
        if scriptBytes > most {
            try refuse(
                "scriptBytes", "is \(scriptBytes); it must be at most \(most): Nova takes no more with a machine")
        }
        if lingerSeconds < 2 * pollSeconds {
            try refuse(
                "lingerSeconds",
                "is \(lingerSeconds); it must be at least \(2 * pollSeconds), twice pollSeconds: else"
                    + " a machine is gone before its end is read")
        }
    }
}
