import BerthData
import BerthModel
import BerthPlatform

extension JupyterSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
            let subject = item.map { "\(key)[\($0)]" } ?? key
            throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        if let stateDirectory, !stateDirectory.hasPrefix("/") {
            try refuse("stateDirectory", "is \(stateDirectory), which is not an absolute path")
        }
        if python.isEmpty || (python.contains("/") && !python.hasPrefix("/")) {
            try refuse("python", "is \(python), which is neither the name of a program nor an absolute path")
        }
        for (index, path) in hostPaths.enumerated() where !path.hasPrefix("/") {
            try refuse("hostPaths", "has \(path), which is not an absolute path", item: index)
        }
        if NetworkAddress(listen) == nil { try refuse("listen", "is \(listen), which is no address such as 127.0.0.1") }
        if let ports {
            let (first, last) = (ports.min ?? 1024, ports.max ?? 65535)
            if first < 1 || last > 65535 || first > last {
                try refuse("ports", "is \(first) to \(last); write numbers from 1 to 65535, the smaller one as min")
            }
        }
        if let fault = Maintenance.fault(maintenance) { try refuse("maintenance" + fault.key, fault.message) }
        if let fault = PriceList(costs: prices, metrics: footprint).fault { try refuse(fault.key, fault.message) }
        let isName =
            !instance.isEmpty && instance.utf8.count <= 40
            && instance.utf8.allSatisfy {
                (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-")
            }
        if !isName { try refuse("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -") }
        for (key, value) in [
            ("cores", cores), ("memory", memory), ("storage", storage), ("notebookBytes", notebookBytes),
            ("notebookSeconds", notebookSeconds), ("stagingBytes", stagingBytes), ("stagingSeconds", stagingSeconds),
            ("logBytes", logBytes), ("startSeconds", startSeconds),
        ] {
            if let value, value < 1 { try refuse(key, "is \(value); it must be at least 1") }
        }
        if notebookBytes > 1 << 30 { try refuse("notebookBytes", "is \(notebookBytes); it may be 1 GiB at most") }
        if stopSeconds < 0 { try refuse("stopSeconds", "is \(stopSeconds); it must be at least 0") }
    }
}
