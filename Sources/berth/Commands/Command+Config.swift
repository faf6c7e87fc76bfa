extension Command {
    static let configCheck = Command(
        "config check", "Check a configuration file; name the line of what is wrong.",
        arguments: [
            CommandArgument("FILE", .file, isOptional: true, "The file; else the one that berth serve would use.")
        ],
        options: [.config] + CommandOption.everywhere,
        examples: [("berth config check /etc/berth/config.yaml", "Says that it is fine, or what is wrong where.")]
    ) { invocation, surroundings in
        let named = invocation.arguments.first ?? invocation.text(.config)
        guard let file = try ConfigurationFile.read(named: named, surroundings, tellsAbsences: true) else {
            let places = surroundings.places.configurationFiles.joined(separator: " and ")
            surroundings.console.print("There is no configuration in \(places); the defaults hold.")
            return .success
        }
        surroundings.console.print("\(file.path): fine.")
        return .success
    }

    static let configShow = Command(
        "config show", "Print every key of the configuration with its default and its unit.",
        options: CommandOption.everywhere,
        examples: [("berth config show > config.yaml", "A file to begin with: it says what holds without one.")]
    ) { _, surroundings in
        surroundings.console.write(.output, Array(ConfigurationText.file.utf8))
        return .success
    }
}
