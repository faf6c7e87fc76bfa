import BerthHost
import BerthModel
package import BerthPlatform

extension WESSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        if url.isEmpty { throw .setting("url", "is missing; it says where the service is") }
        try HostSettings.checkService(url, hasToken: tokenFile != nil)
        try HostSettings.checkAbsolute([
            ("tokenFile", tokenFile), ("authorityFile", authorityFile), ("stateDirectory", stateDirectory),
        ])
        for (index, scheme) in schemes.enumerated() where !scheme.isWord(with: "+.-") {
            throw .setting("schemes", "has \(scheme), which is no scheme such as https", item: index)
        }
        for (key, parameter) in [("coresParameter", coresParameter), ("memoryParameter", memoryParameter)] {
            if parameter?.isEmpty == true { throw .setting(key, "is empty; leave it out to send none") }
        }
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("cores", cores), ("memory", memory), ("documentBytes", documentBytes),
            ("documentSeconds", documentSeconds), ("parameterBytes", parameterBytes), ("logBytes", logBytes),
            ("requestSeconds", requestSeconds), ("callsPerSecond", callsPerSecond), ("factsSeconds", factsSeconds),
            ("pollSeconds", pollSeconds), ("stopSeconds", stopSeconds), ("queueSeconds", queueSeconds),
            ("awaySeconds", awaySeconds), ("searchedRuns", searchedRuns),
        ])
    }
}
