import BerthHost
import BerthModel
package import BerthPlatform

extension PythonSettings {
    /// - Throws: `refused`, with the key and what would be right.
    package func check() throws(PlatformError) {
        if !isPlace {
            throw .setting(
                "plugin", "is \(plugin.isEmpty ? "not set" : plugin); it takes module:Class or /path/of/file.py:Class")
        }
        if python.isEmpty || (python.contains("/") && !python.hasPrefix("/")) {
            throw .setting("python", "is \(python); it takes a name or an absolute path")
        }
        for (index, folder) in path.enumerated() where !folder.hasPrefix("/") || folder.contains(":") {
            throw .setting("path", "has \(folder), which is not an absolute path without a colon", item: index)
        }
        for entry in arguments.entries where !Self.isName(entry.name) {
            throw .setting("arguments", "has \(entry.name), which is no name in Python")
        }
        for entry in environment.entries where !Self.isName(entry.name) || entry.text.utf8.contains(0) {
            throw .setting("environment", "has \(entry.name), which is no variable of an environment")
        }
        for entry in arguments.entries where entry.text.utf8.contains(0) {
            throw .setting("arguments", "has \(entry.name), which no program can be given")
        }
        try HostSettings.checkAbsolute([("stateDirectory", stateDirectory)])
        try HostSettings.check([
            ("startSeconds", startSeconds), ("callSeconds", callSeconds), ("stopSeconds", stopSeconds),
            ("awaySeconds", awaySeconds), ("logBytes", logBytes),
        ])
        try HostSettings.check([("profileSeconds", profileSeconds)], atLeast: 0)
        if answerTime.milliseconds < 1 || answerTime > TimeSpan(seconds: 3600) {
            throw .setting("answerTime", "is \(answerTime); it must be more than nothing and PT1H at most")
        }
    }

    /// A module or a file, a colon, and a name.
    private var isPlace: Bool {
        guard let colon = plugin.lastIndex(of: ":") else { return false }
        let (module, name) = (plugin[..<colon], plugin[plugin.index(after: colon)...])
        guard Self.isName(String(name)) else { return false }
        if module.hasSuffix(".py") { return module.hasPrefix("/") && !module.utf8.contains(0) }
        return module.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { Self.isName(String($0)) }
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, first == "_" || first.properties.isXIDStart else { return false }
        return text.unicodeScalars.allSatisfy { $0.properties.isXIDContinue }
    }
}
