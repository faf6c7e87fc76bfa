import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension JupyterSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkAbsolute([("stateDirectory", stateDirectory)])
        if python.isEmpty || (python.contains("/") && !python.hasPrefix("/")) {
            throw .setting("python", "is \(python), which is neither the name of a program nor an absolute path")
        }
        try HostSettings.checkHostPaths(hostPaths)
        if NetworkAddress(listen) == nil {
            throw .setting("listen", "is \(listen), which is no address such as 127.0.0.1")
        }
        if let ports {
            let (first, last) = (ports.min ?? 1024, ports.max ?? 65535)
            if first < 1 || last > 65535 || first > last {
                throw .setting("ports", "is \(first) to \(last); write numbers from 1 to 65535, the smaller one as min")
            }
        }
        try HostSettings.checkMaintenance(maintenance)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("cores", cores), ("memory", memory), ("storage", storage), ("notebookBytes", notebookBytes),
            ("notebookSeconds", notebookSeconds), ("stagingBytes", stagingBytes), ("stagingSeconds", stagingSeconds),
            ("logBytes", logBytes), ("startSeconds", startSeconds),
        ])
        if notebookBytes > 1 << 30 { throw .setting("notebookBytes", "is \(notebookBytes); it may be 1 GiB at most") }
        try HostSettings.check([("stopSeconds", stopSeconds)], atLeast: 0)
    }
}
