import BerthData
import BerthHost
package import BerthPlatform

extension WorkflowSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkAbsolute([
            ("stateDirectory", stateDirectory), ("programs.cwltool", programs.cwltool),
            ("programs.snakemake", programs.snakemake),
        ])
        try HostSettings.checkHostPaths(hostPaths)
        try HostSettings.checkMaintenance(maintenance)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("cores", cores), ("memory", memory), ("storage", storage), ("stagingBytes", stagingBytes),
            ("stagingSeconds", stagingSeconds), ("documentBytes", documentBytes), ("documents", documents),
            ("documentSeconds", documentSeconds), ("checkSeconds", checkSeconds), ("checksAtOnce", checksAtOnce),
            ("logBytes", logBytes), ("lookSeconds", lookSeconds),
        ])
        try HostSettings.check([("stopSeconds", stopSeconds)], atLeast: 0)
    }
}
