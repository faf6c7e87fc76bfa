/// The help, made from the table of commands.
enum HelpText {
    static let columns = 80

    static func of(_ command: Command) -> String {
        var lines = ["\(command.summary)", ""]
        let takesOptions = command.options.isEmpty ? "" : " [OPTIONS]"
        let arguments = command.arguments.map { " " + $0.usage }.joined()
        lines.append("Usage: berth \(command.name)\(takesOptions)\(arguments)")
        for paragraph in command.discussion {
            lines += [""] + WrappedText.lines(paragraph, columns: columns)
        }
        if !command.arguments.isEmpty {
            lines += ["", "Arguments:"]
            lines += WrappedText.list(command.arguments.map { ($0.name, $0.summary) }, columns: columns)
        }
        lines += ["", "Options:"] + WrappedText.list(command.options.map { (term($0), summary($0)) }, columns: columns)
        lines += ["", command.examples.count == 1 ? "Example:" : "Examples:"]
        for example in command.examples {
            lines.append("  \(example.line)")
            lines += WrappedText.lines(example.does, columns: columns - 6).map { "      \($0)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func overview(_ commands: [Command]) -> String {
        var lines = [
            "Berth asks every place that might run your task: can you do this?", "", "Usage: berth COMMAND [OPTIONS]",
            "",
        ]
        lines += WrappedText.list(commands.map { ($0.name, $0.summary) }, columns: columns)
        lines += [
            "", "berth COMMAND --help says more and gives an example; berth help exit-codes lists",
            "what the program tells scripts. To begin, in two terminals:", "", "  berth serve",
            "  berth run examples/hello-container.yaml",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    static var exitCodes: String {
        var lines = ["What berth tells the one who started it:", ""]
        lines += WrappedText.list(ExitCode.table.map { ("\($0.code.value)", $0.meaning) }, columns: columns)
        lines.append("")
        lines += WrappedText.lines(
            "berth run ends with the code of the task itself as soon as the task has ended by itself. A task may end "
                + "with one of these numbers, too: 10 to 16 are seldom used by programs, and berth show or berth run "
                + "--json tell without doubt.", columns: columns)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func summary(_ option: CommandOption) -> String {
        guard case .words(let words) = option.value, words.count > 4 else { return option.summary }
        return "\(option.summary) One of: \(words.joined(separator: ", "))."
    }

    private static func term(_ option: CommandOption) -> String {
        let short = option.short.map { "-\($0), " } ?? ""
        return "\(short)--\(option.name)" + (option.placeholder.map { " \($0)" } ?? "")
    }
}
