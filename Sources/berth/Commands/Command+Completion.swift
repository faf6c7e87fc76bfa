extension Command {
    static let completion = Command(
        "completion", "Print a script that completes commands in a shell.",
        arguments: [CommandArgument("SHELL", .words(CompletionScript.Shell.allCases.map(\.rawValue)), "Your shell.")],
        options: CommandOption.everywhere,
        examples: [
            ("source <(berth completion bash)", "For bash; the same with zsh."),
            ("berth completion fish | source", "For fish."),
        ]
    ) { invocation, surroundings in
        guard let shell = CompletionScript.Shell(rawValue: invocation.argument) else {
            throw ProgramError(.broken, "The parser let \(invocation.argument) pass.")
        }
        surroundings.console.write(.output, Array(CompletionScript(commands: all).text(for: shell).utf8))
        return .success
    }
}
