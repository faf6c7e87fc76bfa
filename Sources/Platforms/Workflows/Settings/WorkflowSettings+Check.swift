import BerthData
import BerthPlatform

extension WorkflowSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
            let subject = item.map { "\(key)[\($0)]" } ?? key
            throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        for (key, path) in [
            ("stateDirectory", stateDirectory), ("programs.cwltool", programs.cwltool),
            ("programs.snakemake", programs.snakemake),
        ] {
            if let path, !path.hasPrefix("/") { try refuse(key, "is \(path), which is not an absolute path") }
        }
        for (index, path) in hostPaths.enumerated() where !path.hasPrefix("/") {
            try refuse("hostPaths", "has \(path), which is not an absolute path", item: index)
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
            ("cores", cores), ("memory", memory), ("storage", storage), ("stagingBytes", stagingBytes),
            ("stagingSeconds", stagingSeconds), ("documentBytes", documentBytes), ("documents", documents),
            ("documentSeconds", documentSeconds), ("checkSeconds", checkSeconds), ("checksAtOnce", checksAtOnce),
            ("logBytes", logBytes), ("lookSeconds", lookSeconds),
        ] {
            if let value, value < 1 { try refuse(key, "is \(value); it must be at least 1") }
        }
        if stopSeconds < 0 { try refuse("stopSeconds", "is \(stopSeconds); it must be at least 0") }
    }
}
