import Testing

@testable import berth

struct CommandParserTests {
    static let level = CommandOption("level", .words(["low", "high"]), "A level.")
    static let count = CommandOption("count", short: "c", .number("NUMBER", 1...9), "A number.")
    static let name = CommandOption("name", short: "n", .text("NAME"), repeats: true, "A name.")
    static let file = CommandOption("file", .file("FILE"), "A file.")
    static let flag = CommandOption("flag", short: "f", "A flag.")

    static let commands = [
        Command(
            "work", "Works.", arguments: [CommandArgument("INPUT", .file, "What to work on.")],
            options: [level, count, name, file, flag] + CommandOption.everywhere, examples: []
        ) { _, _ in .success },
        Command(
            "pick", "Picks.", arguments: [CommandArgument("COLOR", .words(["red", "green"]), "A color.")],
            options: CommandOption.everywhere, examples: []
        ) { _, _ in .success },
        Command(
            "say", "Says.", arguments: [CommandArgument("WORD", .text, isOptional: true, repeats: true, "Words.")],
            options: CommandOption.everywhere, examples: []
        ) { _, _ in .success },
        Command("group one", "One.", options: CommandOption.everywhere, examples: []) { _, _ in .success },
        Command("group two", "Two.", options: CommandOption.everywhere, examples: []) { _, _ in .success },
    ]

    let parser = CommandParser(commands: commands)

    func invocation(_ words: [String]) throws -> Invocation {
        guard case .run(let invocation) = try parser.parse(words) else {
            throw ProgramError(.broken, "no command in \(words)")
        }
        return invocation
    }

    @Test func optionsStandBeforeAndAfterArguments() throws {
        let found = try invocation(["work", "--level", "low", "in.yaml", "--count=3", "-f", "-n", "a", "-nb"])
        #expect(found.command.name == "work")
        #expect(found.arguments == ["in.yaml"])
        #expect(found.text(Self.level) == "low")
        #expect(found.number(Self.count) == 3)
        #expect(found.texts(Self.name) == ["a", "b"])
        #expect(found.has(Self.flag))
        #expect(!found.has(Self.file))
    }

    @Test func twoHyphensEndOptions() throws {
        #expect(try invocation(["say", "--", "-c", "--flag", "--"]).arguments == ["-c", "--flag", "--"])
    }

    @Test func oneHyphenIsAnArgumentAndAValue() throws {
        let found = try invocation(["work", "-", "--file", "-"])
        #expect(found.arguments == ["-"])
        #expect(found.text(Self.file) == "-")
    }

    @Test func flagsStandTogether() throws {
        let found = try invocation(["work", "-fqc5", "x"])
        #expect(found.has(Self.flag))
        #expect(found.has(.quiet))
        #expect(found.number(Self.count) == 5)
    }

    @Test func helpIsAskedForAnywhere() throws {
        for words in [["work", "--help"], ["work", "-h", "x"], ["work", "--level", "low", "--help"]] {
            guard case .help(let command) = try parser.parse(words) else {
                Issue.record("no help for \(words)")
                continue
            }
            #expect(command.name == "work")
        }
        for words in [[], ["--help"], ["-h"]] {
            guard case .overview = try parser.parse(words) else {
                Issue.record("no overview for \(words)")
                continue
            }
        }
    }

    @Test func aCommandOfTwoWords() throws {
        #expect(try invocation(["group", "two"]).command.name == "group two")
    }

    @Test(arguments: [
        (["wrok"], "There is no command wrok. Did you mean \"work\"? berth help lists them."),
        (["banana"], "There is no command banana. berth help lists them."),
        (["-q", "work"], "-q stands before the command; write berth COMMAND -q."),
        (["group"], "berth group takes one of: one, two."),
        (["group", "tow"], "berth group takes one of: one, two. Did you mean \"two\"?"),
        (["work"], "INPUT is missing: What to work on. See berth work --help."),
        (["work", "a", "b"], "\"b\" is one argument too many; the command takes INPUT. See berth work --help."),
        (
            ["group", "one", "b"],
            "\"b\" is one argument too many; the command takes no arguments. See berth group one --help."
        ),
        (
            ["work", "x", "--levle", "low"],
            "There is no option --levle. Did you mean \"--level\"? See berth work --help."
        ),
        (["work", "x", "-x"], "There is no option -x. See berth work --help."),
        (["work", "x", "--level"], "--level needs a value: --level low|high. See berth work --help."),
        (["work", "x", "--level", "--flag"], "--level needs a value: --level low|high. See berth work --help."),
        (
            ["work", "x", "--level", "hihg"],
            "--level takes one of: low, high; not \"hihg\". Did you mean \"high\"? See berth work --help."
        ),
        (["work", "x", "--count", "0"], "--count takes a whole number from 1 to 9; not \"0\". See berth work --help."),
        (
            ["work", "x", "--count", "many"],
            "--count takes a whole number from 1 to 9; not \"many\". See berth work --help."
        ),
        (["work", "x", "-c1", "-c2"], "--count can stand there once. See berth work --help."),
        (["work", "x", "--flag=yes"], "--flag takes no value. See berth work --help."),
        (["work", "x", "--file="], "--file needs a value that is not empty. See berth work --help."),
        (
            ["pick", "gren"],
            "COLOR is one of: red, green; not \"gren\". Did you mean \"green\"? See berth pick --help."
        ),
    ])
    func whatCannotBeMeant(_ words: [String], _ message: String) {
        let error = #expect(throws: ProgramError.self) { try parser.parse(words) }
        #expect(error?.code == .usage)
        #expect(error?.message == message)
    }
}
