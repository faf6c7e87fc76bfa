import BerthData
import BerthModel
import BerthPlatform

extension KubernetesSettings {
    /// - Throws: `refused`, with the key and what would be right.
    func check() throws(PlatformError) {
        for (key, path) in [("kubeconfig", kubeconfig), ("stateDirectory", stateDirectory)] {
            if let path, !path.hasPrefix("/") { try refuse(key, "is \(path), which is not an absolute path") }
        }
        for (key, name) in [
            ("namespace", namespace), ("priorityClass", priorityClass), ("runtimeClass", runtimeClass),
            ("serviceAccount", serviceAccount), ("storageClass", storageClass),
        ] {
            if let name, !Self.isName(name) { try refuse(key, "is \(name), which is no name of an object") }
        }
        for (index, name) in imagePullSecrets.enumerated() where !Self.isName(name) {
            try refuse("imagePullSecrets", "has \(name), which is no name of an object", item: index)
        }
        for (index, toleration) in tolerations.enumerated() {
            if toleration.key.isEmpty { try refuse("tolerations", "has one without a key", item: index) }
            if let effect = toleration.effect, !["NoSchedule", "NoExecute"].contains(effect) {
                try refuse("tolerations", "has the effect \(effect); write NoSchedule or NoExecute", item: index)
            }
        }
        for (index, registry) in registries.enumerated() where ImageName.host(registry) == nil {
            try refuse(
                "registries", "has \(registry), which is no host such as docker.io or registry.example.org:5000",
                item: index)
        }
        if user != nil && userAndGroup == nil {
            try refuse("user", "is \(user ?? ""); it takes numbers, as 1000 or 1000:1000")
        }
        if stagingImage != nil && stagingCommand.isEmpty {
            try refuse("stagingCommand", "is missing; say which program of stagingImage fetches")
        }
        for (index, range) in dataAddresses.enumerated() where AddressRange(range) == nil {
            try refuse("dataAddresses", "has \(range), which is no address or range such as 10.0.0.0/8", item: index)
        }
        if let fault = priceList.fault { try refuse(fault.key, fault.message) }
        if !Self.isName(instance) || instance.utf8.count > 40 || instance.contains(".") {
            try refuse("instance", "is \(instance); it takes 1 to 40 lower-case letters, digits and -")
        }
        for (key, value) in [
            ("storage", storage), ("stagingBytes", stagingBytes), ("logBytes", logBytes),
            ("temporaryBytes", temporaryBytes), ("callSeconds", callSeconds), ("factsSeconds", factsSeconds),
            ("queueSeconds", queueSeconds), ("imageSeconds", imageSeconds), ("awaySeconds", awaySeconds),
            ("releaseSeconds", releaseSeconds),
        ] {
            if let value, value < 1 { try refuse(key, "is \(value); it must be at least 1") }
        }
        if stopSeconds < 0 { try refuse("stopSeconds", "is \(stopSeconds); it must be at least 0") }
    }

    private func refuse(_ key: String, _ message: String, item: Int? = nil) throws(PlatformError) {
        let subject = item.map { "\(key)[\($0)]" } ?? key
        throw PlatformError(.refused, "The setting \(key) \(message).", subject: subject)
    }

    /// A DNS name. Source: Kubernetes, *Object Names and IDs*.
    private static func isName(_ text: String) -> Bool {
        func isEnd(_ byte: UInt8?) -> Bool {
            byte.map { (97...122).contains($0) || (48...57).contains($0) } ?? false
        }
        return text.utf8.count <= 253 && isEnd(text.utf8.first) && isEnd(text.utf8.last)
            && text.utf8.allSatisfy { isEnd($0) || "-.".utf8.contains($0) }
    }

    /// Numbers of the user and the group; `nil` where there are none, or they are none.
    var userAndGroup: (user: Int64, group: Int64?)? {
        guard let user else { return nil }
        let words = user.split(separator: ":", omittingEmptySubsequences: false)
        let numbers = words.compactMap { $0.utf8.allSatisfy { (48...57).contains($0) } ? Int64($0) : nil }
        guard numbers.count == words.count, (1...2).contains(numbers.count) else { return nil }
        return (numbers[0], numbers.count == 2 ? numbers[1] : nil)
    }
}
