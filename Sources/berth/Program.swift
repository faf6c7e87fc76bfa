import BerthClient

/// From the words of a command line to an exit code.
enum Program {
    static func run(_ words: [String], _ surroundings: Surroundings) async -> ExitCode {
        var surroundings = surroundings
        do throws(any Error) {
            switch try CommandParser(commands: Command.all).parse(words) {
            case .overview:
                surroundings.console.print(lines(of: HelpText.overview(Command.all)))
                // Nothing at all is no command.
                return words.isEmpty ? .usage : .success
            case .help(let command):
                surroundings.console.print(lines(of: HelpText.of(command)))
                return .success
            case .run(let invocation):
                if invocation.has(.quiet) { surroundings.console.isQuiet = true }
                if invocation.has(.noColor) {
                    surroundings.console.outputHasColor = false
                    surroundings.console.errorHasColor = false
                }
                return try await invocation.command.body(invocation, surroundings)
            }
        } catch {
            surroundings.console.complain(Failure.text(of: error))
            return Failure.code(of: error)
        }
    }

    private static func lines(of text: String) -> String {
        text.hasSuffix("\n") ? String(text.dropLast()) : text
    }
}
