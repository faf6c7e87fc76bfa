extension Command {
    static let version = Command(
        "version", "Print the version of the program and of the interface.", options: CommandOption.everywhere,
        examples: [("berth version", "Prints both, each on a line.")]
    ) { _, surroundings in
        surroundings.console.print(["berth \(BerthVersion.program)", BerthVersion.interface])
        return .success
    }
}
