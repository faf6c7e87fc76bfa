import BerthHost
import BerthModel
package import BerthPlatform

extension KubernetesSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        try HostSettings.checkAbsolute([("kubeconfig", kubeconfig), ("stateDirectory", stateDirectory)])
        for (key, name) in [
            ("namespace", namespace), ("priorityClass", priorityClass), ("runtimeClass", runtimeClass),
            ("serviceAccount", serviceAccount), ("storageClass", storageClass),
        ] {
            if let name, !Self.isName(name) { throw .setting(key, "is \(name), which is no name of an object") }
        }
        for (index, name) in imagePullSecrets.enumerated() where !Self.isName(name) {
            throw .setting("imagePullSecrets", "has \(name), which is no name of an object", item: index)
        }
        for (index, toleration) in tolerations.enumerated() {
            if toleration.key.isEmpty { throw .setting("tolerations", "has one without a key", item: index) }
            if let effect = toleration.effect, !["NoSchedule", "NoExecute"].contains(effect) {
                throw .setting("tolerations", "has the effect \(effect); write NoSchedule or NoExecute", item: index)
            }
        }
        for (index, registry) in registries.enumerated() where ImageName.host(registry) == nil {
            throw .setting(
                "registries", "has \(registry), which is no host such as docker.io or registry.example.org:5000",
                item: index)
        }
        if user != nil && userAndGroup == nil {
            throw .setting("user", "is \(user ?? ""); it takes numbers, as 1000 or 1000:1000")
        }
        if stagingImage != nil && stagingCommand.isEmpty {
            throw .setting("stagingCommand", "is missing; say which program of stagingImage fetches")
        }
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        // A label may neither begin nor end with a hyphen.
        if !Self.isName(instance) {
            throw .setting("instance", "is \(instance); it begins and ends with a letter or a digit")
        }
        try HostSettings.check([
            ("storage", storage), ("stagingBytes", stagingBytes), ("logBytes", logBytes),
            ("temporaryBytes", temporaryBytes), ("callSeconds", callSeconds), ("factsSeconds", factsSeconds),
            ("queueSeconds", queueSeconds), ("imageSeconds", imageSeconds), ("awaySeconds", awaySeconds),
            ("releaseSeconds", releaseSeconds),
        ])
        try HostSettings.check([("stopSeconds", stopSeconds), ("nodeSeconds", nodeSeconds)], atLeast: 0)
        try notebooks?.check(ports: ports ?? PortService.none)
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

extension KubernetesNotebooks {
    /// - Throws: `refused`, with the key and what would be right.
    fileprivate func check(ports: PortService) throws(PlatformError) {
        if ImageName(image) == nil {
            throw .setting(
                "notebooks",
                image.isEmpty ? "has no image that has Jupyter" : "has the image \(image), which names none")
        }
        if python.isEmpty { throw .setting("notebooks", "has an empty python; name the one of the image") }
        if isInteractive && ports == PortService.none {
            throw .setting(
                "notebooks", "is interactive, and people reach no server: set ports to clusterIP or nodePort")
        }
        try HostSettings.check([
            ("notebooks.notebookBytes", notebookBytes), ("notebooks.notebookSeconds", notebookSeconds),
            ("notebooks.resultBytes", resultBytes), ("notebooks.startSeconds", startSeconds),
            ("notebooks.lookSeconds", lookSeconds),
        ])
        if notebookBytes > 32 << 20 {
            throw .setting(
                "notebooks",
                "takes notebooks of \(notebookBytes) bytes; 32 MiB are the most: clusters keep"
                    + " them until the session is released")
        }
        if resultBytes > 64 << 20 {
            throw .setting("notebooks", "keeps results of \(resultBytes) bytes; 64 MiB are the most")
        }
    }
}
