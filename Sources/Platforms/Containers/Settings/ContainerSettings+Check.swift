import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension ContainerSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        try HostSettings.checkDataAddresses(dataAddresses)
        if let engine, EngineSocket.path(of: engine) == nil {
            throw .setting("engine", "is \(engine), which is no path and does not begin with unix:///")
        }
        try HostSettings.checkAbsolute([("stateDirectory", stateDirectory)])
        if let state = stateDirectory, let fault = ContainerPath.faultOfCharacters(state) {
            throw PlatformError(
                .refused, "The state directory \(state) cannot be mounted in containers: \(fault).",
                subject: "stateDirectory")
        }
        try HostSettings.checkHostPaths(hostPaths)
        for (index, registry) in registries.enumerated() where Registry(registry) == nil {
            throw .setting(
                "registries", "has \(registry), which is no host such as docker.io or registry.example.org:5000",
                item: index)
        }
        // An engine is told both as they are, and would say something else about each.
        if !Self.isWord(portNetwork) {
            throw .setting("portNetwork", "is \(portNetwork), which is no name of a network")
        }
        if let user, !user.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).allSatisfy(Self.isWord)
        {
            throw .setting("user", "is \(user), which is no user or user:group, such as 1000:1000")
        }
        try HostSettings.checkMaintenance(maintenance)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("cores", cores), ("memory", memory), ("storage", storage), ("stagingBytes", stagingBytes),
            ("stagingSeconds", stagingSeconds), ("pullSeconds", pullSeconds), ("logBytes", logBytes),
            ("temporaryBytes", temporaryBytes), ("processes", processes),
            ("storageCheckSeconds", storageCheckSeconds), ("engineSeconds", engineSeconds),
        ])
        try HostSettings.check([("stopSeconds", stopSeconds)], atLeast: 0)
    }

    /// Letters, digits and the marks that names of users and networks have.
    private static func isWord(_ text: some StringProtocol) -> Bool { text.isWord(with: "_-.:=,$") }
}
