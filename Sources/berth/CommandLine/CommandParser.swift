/// Understands a command line by the table of commands.
///
/// Options may stand before and after arguments; `--` ends them. A value is the next word or stands behind `=`.
struct CommandParser: Sendable {
    enum Parsed: Sendable {
        case run(Invocation)
        /// The help of a command, of a topic, or of all.
        case help(Command)
        case overview
    }

    let commands: [Command]

    /// - Throws: `usage`, with what may have been meant.
    func parse(_ words: [String]) throws(ProgramError) -> Parsed {
        guard let first = words.first else { return .overview }
        if first == "--help" || first == "-h" { return .overview }
        if first == "--version" { return try parse(["version"] + words.dropFirst()) }
        if first.hasPrefix("-") {
            throw ProgramError(
                .usage, "\(first) stands before the command; write berth COMMAND \(first).", subject: first)
        }
        let command = try command(words)
        var scan = Scan(command: command, rest: Array(words.dropFirst(command.words.count)))
        while !scan.rest.isEmpty { try scan.step() }
        if scan.values[CommandOption.help.name] != nil { return .help(command) }
        try scan.checkArguments()
        return .run(Invocation(command, scan.values, scan.arguments))
    }

    /// The command that the first words name.
    func command(_ words: [String]) throws(ProgramError) -> Command {
        let (first, second) = (words[0], words.dropFirst().first)
        if let second, let command = commands.first(where: { $0.words == [first, second] }) { return command }
        if let command = commands.first(where: { $0.name == first }) { return command }
        let group = commands.filter { $0.words[0] == first }
        if group.isEmpty {
            let names = commands.map { $0.words[0] }
            throw ProgramError(
                .usage,
                "There is no command \(first).\(Suggestion.sentence(for: first, among: names)) "
                    + "berth help lists them.", subject: first)
        }
        if let second, let command = group.first(where: { $0.words[1] == second }) { return command }
        let names = group.map { $0.words[1] }
        let guess = second.map { Suggestion.sentence(for: $0, among: names) } ?? ""
        throw ProgramError(
            .usage, "berth \(first) takes one of: \(names.joined(separator: ", ")).\(guess)", subject: second ?? first)
    }
}

/// A command line while it is read.
private struct Scan {
    let command: Command
    var rest: [String]
    var values: [String: [String]] = [:]
    var arguments: [String] = []
    var optionsEnded = false

    mutating func step() throws(ProgramError) {
        let word = rest.removeFirst()
        if optionsEnded || word == "-" || !word.hasPrefix("-") {
            arguments.append(word)
        } else if word == "--" {
            optionsEnded = true
        } else if word.hasPrefix("--") {
            try long(word.dropFirst(2))
        } else {
            try short(word.dropFirst())
        }
    }

    private mutating func long(_ text: Substring) throws(ProgramError) {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let option = command.option(long: parts[0]) else {
            let names = command.options.map { "--" + $0.name }
            throw usage(
                "There is no option --\(parts[0]).\(Suggestion.sentence(for: "--" + parts[0], among: names))",
                "--\(parts[0])")
        }
        let attached = parts.count == 2 ? String(parts[1]) : nil
        if option.value == .none {
            if attached != nil { throw usage("--\(option.name) takes no value.", "--\(option.name)") }
            return try add(option, "")
        }
        if let attached { return try add(option, attached) }
        try add(option, try value(of: option, "--\(option.name)"))
    }

    /// Flags may stand together: `-fq`.
    private mutating func short(_ letters: Substring) throws(ProgramError) {
        var letters = letters
        while let letter = letters.popFirst() {
            guard let option = command.option(short: letter) else {
                throw usage("There is no option -\(letter).", "-\(letter)")
            }
            if option.value == .none {
                try add(option, "")
            } else {
                let attached = letters.first == "=" ? letters.dropFirst() : letters
                letters = ""
                if attached.isEmpty {
                    try add(option, try value(of: option, "-\(letter)"))
                } else {
                    try add(option, String(attached))
                }
            }
        }
    }

    private mutating func value(of option: CommandOption, _ name: String) throws(ProgramError) -> String {
        guard let next = rest.first, next == "-" || !next.hasPrefix("-") else {
            throw usage("\(name) needs a value: \(name) \(option.placeholder ?? "").", name)
        }
        return rest.removeFirst()
    }

    private mutating func add(_ option: CommandOption, _ text: String) throws(ProgramError) {
        var value = text
        if option.value != .none, !option.repeats, values[option.name] != nil {
            throw usage("--\(option.name) can stand there once.", "--\(option.name)")
        }
        switch option.value {
        case .words(let words):
            guard let word = words.first(where: { $0.lowercased() == text.lowercased() }) else {
                throw usage(
                    "--\(option.name) takes one of: \(words.joined(separator: ", ")); not \"\(text)\"."
                        + Suggestion.sentence(for: text, among: words), "--\(option.name)")
            }
            value = word
        case .number(_, let range):
            guard let number = Int(value), range.contains(number) else {
                let bounds =
                    range.upperBound == .max
                    ? "from \(range.lowerBound) on" : "from \(range.lowerBound) to \(range.upperBound)"
                throw usage(
                    "--\(option.name) takes a whole number \(bounds); not \"\(value)\".", "--\(option.name)")
            }
        case .text, .file, .folder:
            if value.isEmpty { throw usage("--\(option.name) needs a value that is not empty.", "--\(option.name)") }
        case .none: break
        }
        values[option.name, default: []].append(value)
    }

    func checkArguments() throws(ProgramError) {
        let needed = command.arguments.prefix { !$0.isOptional }
        if arguments.count < needed.count {
            let missing = needed[arguments.count]
            throw usage("\(missing.name) is missing: \(missing.summary)", missing.name)
        }
        let takesAll = command.arguments.last?.repeats ?? false
        if arguments.count > command.arguments.count && !takesAll {
            let extra = arguments[command.arguments.count]
            let takes =
                command.arguments.isEmpty ? "no arguments" : command.arguments.map(\.usage).joined(separator: " ")
            throw usage("\"\(extra)\" is one argument too many; the command takes \(takes).", extra)
        }
        for (argument, value) in zip(command.arguments, arguments) {
            guard case .words(let words) = argument.kind, !words.contains(value) else { continue }
            throw usage(
                "\(argument.name) is one of: \(words.joined(separator: ", ")); not \"\(value)\"."
                    + Suggestion.sentence(for: value, among: words), value)
        }
    }

    private func usage(_ message: String, _ subject: String) -> ProgramError {
        ProgramError(.usage, "\(message) See berth \(command.name) --help.", subject: subject)
    }
}
