import Testing

@testable import berth

struct HelpTextTests {
    @Test func helpOfACommand() throws {
        let command = try #require(Command.all.first { $0.name == "completion" })
        #expect(
            HelpText.of(command) == """
                Print a script that completes commands in a shell.

                Usage: berth completion [OPTIONS] SHELL

                Arguments:
                  SHELL  Your shell.

                Options:
                  -q, --quiet  Say only what was asked for.
                  --no-color   No colors; NO_COLOR and TERM=dumb do the same.
                  -h, --help   Show this help.

                Examples:
                  source <(berth completion bash)
                      For bash; the same with zsh.
                  berth completion fish | source
                      For fish.

                """)
    }

    @Test(arguments: Command.all)
    func everyCommandHasAnExampleThatCanBeParsed(_ command: Command) throws {
        #expect(!command.examples.isEmpty)
        for example in command.examples {
            // What stands before berth, and what a shell does with its output, is no part of the command line.
            let words = Self.words(example.line)
            let start = try #require(words.firstIndex(of: "berth"), "\(example.line)")
            let line = words[(start + 1)...].prefix { !["|", ">", "2>"].contains($0) }
            #expect(throws: Never.self, "\(example.line)") {
                try CommandParser(commands: Command.all).parse(Array(line))
            }
        }
    }

    @Test(arguments: Command.all)
    func helpFitsATerminal(_ command: Command) {
        for line in HelpText.of(command).split(separator: "\n") where !line.hasPrefix("  berth") {
            #expect(line.count <= HelpText.columns, "\(line)")
        }
    }

    @Test func theOverviewListsEveryCommandOnce() {
        let lines = HelpText.overview(Command.all).split(separator: "\n")
        for command in Command.all {
            #expect(lines.filter { $0.hasPrefix("  \(command.name)  ") }.count == 1, "\(command.name)")
        }
    }

    @Test func exitCodesAreListed() {
        #expect(HelpText.exitCodes.contains("\n  10   No: the answer is NO, for reasons that waiting does not mend.\n"))
        #expect(HelpText.exitCodes.hasPrefix("What berth tells the one who started it:\n\n  0    Yes: "))
    }

    /// As a shell takes a line apart, as far as the examples need it.
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word = ""
        var isQuoted = false
        for character in line {
            switch character {
            case "'": isQuoted.toggle()
            case " " where !isQuoted, "(" where !isQuoted, ")" where !isQuoted:
                if !word.isEmpty { words.append(word) }
                word = ""
            default: word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}

extension Command: CustomTestStringConvertible {
    public var testDescription: String { name }
}
