import BerthData
import BerthModel
import BerthPlatform

extension SlurmSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
            let subject = item.map { "\(key)[\($0)]" } ?? key
            throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
        }
        // Slurm reads marks of its own in paths and names.
        for (key, path) in [
            ("stateDirectory", stateDirectory), ("commands", commands), ("configuration", configuration),
        ] {
            if let path, !(path.hasPrefix("/") && path.isWord(with: "/._-")) {
                try refuse(key, "is \(path); it takes an absolute path of letters, digits and /._-")
            }
        }
        for (key, word) in [("partition", partition), ("account", account)] {
            if let word, !word.isWord(with: "._-") { try refuse(key, "is \(word), which is no name of Slurm's") }
        }
        if !python.isWord(with: "/._-") {
            try refuse("python", "is \(python); it takes a name or a path of letters, digits and /._-")
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        for (index, path) in hostPaths.enumerated() where !path.hasPrefix("/") {
            try refuse("hostPaths", "has \(path), which is not an absolute path", item: index)
        }
        if let fault = priceList.fault { try refuse(fault.key, fault.message) }
        let isName =
            !instance.isEmpty && instance.utf8.count <= 40
            && instance.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
        if !isName { try refuse("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -") }
        for (key, value) in [
            ("storage", storage), ("stagingBytes", stagingBytes), ("stagingSeconds", stagingSeconds),
            ("scriptBytes", scriptBytes), ("logBytes", logBytes), ("storageCheckSeconds", storageCheckSeconds),
            ("commandSeconds", commandSeconds), ("commandsAtOnce", commandsAtOnce), ("factsSeconds", factsSeconds),
            ("pollSeconds", pollSeconds), ("queueSeconds", queueSeconds),
            ("awaySeconds", awaySeconds),
        ] {
            if let value, value < 1 { try refuse(key, "is \(value); it must be at least 1") }
        }
        if stopSeconds < 0 { try refuse("stopSeconds", "is \(stopSeconds); it must be at least 0") }
    }
}
