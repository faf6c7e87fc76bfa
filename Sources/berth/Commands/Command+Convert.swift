import BerthDocument

extension Command {
    private static let syntax = CommandOption("to", .words(Syntax.allCases.map(\.rawValue)), "The syntax to write.")

    static let convert = Command(
        "convert", "Print a document in another syntax.",
        discussion: [
            "Takes every document of the interface: tasks, answers, sessions and updates. Older names of kinds become "
                + "those of version 1.0."
        ],
        arguments: [.requestFile], options: [syntax] + CommandOption.everywhere,
        examples: [("berth convert task.yaml --to xml > task.xml", "The same task in XML.")]
    ) { invocation, surroundings in
        guard let syntax = invocation.text(syntax).flatMap({ Syntax(rawValue: $0) }) else {
            throw ProgramError(
                .usage, "--to is missing; write --to yaml, --to json or --to xml. See berth convert --help.",
                subject: "--to")
        }
        let converted = try WireDocument(try InputDocument(invocation.argument), as: syntax)
        for path in converted.dropped {
            surroundings.console.note("\(path): this member is not known, and was left out.".printable)
        }
        surroundings.console.write(.output, converted.text)
        return .success
    }
}
