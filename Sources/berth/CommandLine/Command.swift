/// One command: what it takes and what it does. Parsing, help and completion are made from it.
struct Command: Sendable {
    typealias Body = @Sendable (Invocation, Surroundings) async throws -> ExitCode

    /// One word, or two for a command of a group: `ask`, `config check`.
    var name: String
    /// One line.
    var summary: String
    /// Paragraphs that say more.
    var discussion: [String]
    var arguments: [CommandArgument]
    var options: [CommandOption]
    /// Whole command lines, each with what it does.
    var examples: [(line: String, does: String)]
    var body: Body

    init(
        _ name: String, _ summary: String, discussion: [String] = [], arguments: [CommandArgument] = [],
        options: [CommandOption], examples: [(line: String, does: String)], body: @escaping Body
    ) {
        self.name = name
        self.summary = summary
        self.discussion = discussion
        self.arguments = arguments
        self.options = options
        self.examples = examples
        self.body = body
    }

    var words: [String] { name.split(separator: " ").map(String.init) }

    /// The options that do something for this command and not for all.
    var ownOptions: [CommandOption] { options.filter { !CommandOption.everywhere.contains($0) } }

    func option(long name: some StringProtocol) -> CommandOption? { options.first { $0.name == name } }
    func option(short: Character) -> CommandOption? { options.first { $0.short == short } }
}
