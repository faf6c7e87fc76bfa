/// A command line that was understood.
struct Invocation: Sendable {
    var command: Command
    /// Values by the name of their option, in the order in which they were given; a flag has an empty text.
    private var values: [String: [String]]
    var arguments: [String]

    init(_ command: Command, _ values: [String: [String]] = [:], _ arguments: [String] = []) {
        self.command = command
        self.values = values
        self.arguments = arguments
    }

    func has(_ option: CommandOption) -> Bool { values[option.name] != nil }

    /// The last value that was given.
    func text(_ option: CommandOption) -> String? { values[option.name]?.last }

    func texts(_ option: CommandOption) -> [String] { values[option.name] ?? [] }

    /// The parser has seen that it is a number.
    func number(_ option: CommandOption) -> Int? { text(option).flatMap { Int($0) } }

    /// The first argument.
    ///
    /// - Precondition: the command has one that is not optional.
    var argument: String {
        guard let first = arguments.first else { preconditionFailure("\(command.name) takes no argument") }
        return first
    }
}
