/// An option of a command: `--name`, `--name VALUE` or `--name=VALUE`.
struct CommandOption: Sendable, Hashable {
    enum Value: Sendable, Hashable {
        /// There or not.
        case none
        /// Any text; the word for it stands in the help.
        case text(String)
        case file(String)
        case folder(String)
        /// One of these words.
        case words([String])
        /// A whole number.
        case number(String, ClosedRange<Int>)
    }

    var name: String
    var short: Character?
    var value: Value
    var summary: String
    /// Whether it may be given more than once.
    var repeats: Bool

    init(
        _ name: String, short: Character? = nil, _ value: Value, repeats: Bool = false, _ summary: String
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.repeats = repeats
        self.summary = summary
    }

    /// A flag.
    init(_ name: String, short: Character? = nil, _ summary: String) {
        self.init(name, short: short, .none, summary)
    }

    /// How the value is called in the help.
    var placeholder: String? {
        switch value {
        case .none: nil
        case .text(let word), .file(let word), .folder(let word), .number(let word, _): word
        case .words(let words):
            // Many words are listed in the summary.
            words.count > 4 ? name.uppercased() : words.joined(separator: "|")
        }
    }

    static let help = CommandOption("help", short: "h", "Show this help.")
    static let quiet = CommandOption("quiet", short: "q", "Say only what was asked for.")
    static let noColor = CommandOption("no-color", "No colors; NO_COLOR and TERM=dumb do the same.")
    static let url = CommandOption("url", .text("URL"), "The broker; else BERTH_URL, the configuration, this machine.")
    static let tokenFile = CommandOption(
        "token-file", .file("FILE"), "A file with the token that says who you are; else BERTH_TOKEN.")
    static let authorityFile = CommandOption(
        "ca-file", .file("FILE"), "Certificates to trust in place of the system's; else BERTH_CA_FILE.")
    static let json = CommandOption("json", "Print the broker's document as JSON.")
    static let yaml = CommandOption("yaml", "Print the broker's document as YAML.")
    static let config = CommandOption(
        "config", .file("FILE"), "The configuration; else BERTH_CONFIG, ~/.config/berth, /etc/berth.")
    static let platform = CommandOption(
        "platform", .text("NAME"), repeats: true, "Ask this platform only.")
    static let without = CommandOption("without", .text("NAME"), repeats: true, "Do not ask this platform.")
    static let set = CommandOption(
        "set", .text("PATH=VALUE"), repeats: true, "Ask with another value, such as compute.memory.min=64.")
    static let unset = CommandOption(
        "unset", .text("PATH"), repeats: true, "Ask without a member, such as storage[0].")

    /// What every command takes that asks something: other values, and other platforms.
    static let ofVariations = [set, unset, platform, without]

    /// What every command takes.
    static let everywhere = [quiet, noColor, help]
    /// What every command takes that speaks to a broker.
    static let ofClients = [url, tokenFile, authorityFile, config, json, yaml] + everywhere
}
