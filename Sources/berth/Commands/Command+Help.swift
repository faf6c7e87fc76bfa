extension Command {
    static let help = Command(
        "help", "Explain a command, or what exit codes mean.",
        arguments: [
            CommandArgument(
                "TOPIC", .text, isOptional: true, repeats: true, "A command, or exit-codes; nothing lists the commands."
            )
        ],
        options: CommandOption.everywhere,
        examples: [
            ("berth help run", "Says what berth run does and takes."),
            ("berth help exit-codes", "Lists what berth tells scripts."),
        ]
    ) { invocation, surroundings in
        surroundings.console.write(.output, Array(try text(about: invocation.arguments).utf8))
        return .success
    }

    /// - Throws: `usage` for a topic that is none.
    static func text(about topic: [String]) throws(ProgramError) -> String {
        guard !topic.isEmpty else { return HelpText.overview(all) }
        if topic == ["exit-codes"] { return HelpText.exitCodes }
        let group = all.filter { topic.count == 1 && $0.words.count == 2 && $0.words[0] == topic[0] }
        if !group.isEmpty { return group.map(HelpText.of).joined(separator: "\n") }
        do throws(ProgramError) {
            return HelpText.of(try CommandParser(commands: all).command(topic))
        } catch {
            let topics = all.map { $0.words[0] } + ["exit-codes"]
            throw ProgramError(
                .usage,
                "There is no help about \(topic.joined(separator: " "))."
                    + "\(Suggestion.sentence(for: topic[0], among: topics)) berth help lists the commands.",
                subject: topic[0])
        }
    }
}
