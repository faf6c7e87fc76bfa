import BerthData
import BerthHost
import BerthModel
package import BerthPlatform

extension SlurmSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        // Slurm reads marks of its own in paths and names.
        for (key, path) in [
            ("stateDirectory", stateDirectory), ("commands", commands), ("configuration", configuration),
        ] {
            if let path, !(path.hasPrefix("/") && path.isWord(with: "/._-")) {
                throw .setting(key, "is \(path); it takes an absolute path of letters, digits and /._-")
            }
        }
        for (key, word) in [("partition", partition), ("account", account)] {
            if let word, !word.isWord(with: "._-") { throw .setting(key, "is \(word), which is no name of Slurm's") }
        }
        for (key, program) in [
            ("python", python), ("programs.jupyter", programs.jupyter), ("programs.cwltool", programs.cwltool),
            ("programs.snakemake", programs.snakemake), ("programs.bwrap", programs.bwrap),
            ("images.skopeo", images.skopeo), ("images.umoci", images.umoci), ("images.authFile", images.authFile),
        ] {
            if let program, !program.isWord(with: "/._-") {
                throw .setting(key, "is \(program); it takes a name or a path of letters, digits and /._-")
            }
        }
        for (key, registries) in [
            ("images.registries", images.registries), ("images.plainRegistries", images.plainRegistries),
        ] {
            for registry in registries where Registry(registry) == nil {
                throw .setting(key, "has \(registry); it takes hosts, each with its port or without")
            }
        }
        for registry in images.plainRegistries where !images.registries.contains(registry) {
            throw .setting("images.plainRegistries", "has \(registry), which is not among images.registries")
        }
        try rest.check()
        try HostSettings.checkDataAddresses(dataAddresses)
        try HostSettings.checkHostPaths(hostPaths)
        try HostSettings.checkPrices(priceList)
        try HostSettings.checkInstance(instance)
        try HostSettings.check([
            ("storage", storage), ("stagingBytes", stagingBytes), ("stagingSeconds", stagingSeconds),
            ("holdSeconds", holdSeconds),
            ("scriptBytes", scriptBytes), ("logBytes", logBytes), ("storageCheckSeconds", storageCheckSeconds),
            ("notebookBytes", notebookBytes), ("documentBytes", documentBytes), ("documents", documents),
            ("documentSeconds", documentSeconds), ("checkSeconds", checkSeconds),
            ("programsSeconds", programsSeconds), ("lookSeconds", lookSeconds),
            ("commandSeconds", commandSeconds), ("commandsAtOnce", commandsAtOnce), ("factsSeconds", factsSeconds),
            ("pollSeconds", pollSeconds), ("queueSeconds", queueSeconds),
            ("awaySeconds", awaySeconds), ("images.seconds", images.seconds),
        ])
        try HostSettings.check([("stopSeconds", stopSeconds)], atLeast: 0)
        // The shells of jobs count files in blocks.
        try HostSettings.check([("logBytes", logBytes)], atLeast: JobScript.blockBytes)
    }
}
