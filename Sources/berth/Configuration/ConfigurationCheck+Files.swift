import BerthDocument
import BerthModel
import BerthSoftware

extension ConfigurationCheck {
    /// Files and folders that are named and not there, beside those without which the service does not start: they may
    /// come later, so only who checks a configuration is told.
    static func absences(of configuration: Configuration) -> [Problem] {
        var problems: [Problem] = []
        func expect(_ file: String?, _ path: DocumentPath, _ what: String = "file", _ remedy: String = "make it") {
            guard let file, LocalFile.isMissing(file) else { return }
            problems.append(
                Problem(
                    gravity: .malformed, code: .badText, path: path,
                    message: "\(path): there is no \(what) \(file); \(remedy), or name another."))
        }
        expect(configuration.client.tokenFile, ["client", "tokenFile"], "file", "write the token into it")
        expect(configuration.client.authorityFile, ["client", "authorityFile"])
        for (index, catalogue) in configuration.portal.catalogues.enumerated() {
            expect(catalogue.folder, ["portal", "catalogues", .index(index), "folder"], "folder")
        }
        for (index, platform) in configuration.platforms.enumerated() {
            let path: DocumentPath = ["platforms", .index(index)]
            for (key, file) in platform.files { expect(file, path.appending(key)) }
            expect(platform.plugin, path.appending("plugin"), "file", "write the plugin there")
        }
        return problems
    }
}

extension PlatformConfiguration {
    /// What its keys name as files, by key: tokenFile, authorityFile and others.
    fileprivate var files: [(key: String, file: String)] {
        guard case .map(let members) = settings.document(for: .yaml) else { return [] }
        return members.members.compactMap { member in
            guard member.name.hasSuffix("File"), let file = member.value.text, file.hasPrefix("/") else { return nil }
            return (member.name, file)
        }
    }

    /// The file of a plugin, where it is not a module.
    fileprivate var plugin: String? {
        guard let place = settings.document(for: .yaml)["plugin"]?.text, place.hasPrefix("/"),
            let colon = place.lastIndex(of: ":")
        else { return nil }
        return String(place[..<colon])
    }
}
