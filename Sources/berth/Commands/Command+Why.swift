import BerthAnswers
import BerthClient
import BerthModel

extension Command {
    static let why = Command(
        "why", "Explain what a platform says to a task, step by step.",
        discussion: [
            "Each step of the ladder of reasons, whether it holds, and what would. Nothing stays held: offers are "
                + "given back at once. The exit code is that of berth ask, of the platform that would do most."
        ],
        arguments: [
            .requestFile,
            CommandArgument("PLATFORM", .text, isOptional: true, repeats: true, "Only these; every one unless set."),
        ],
        options: CommandOption.ofClients,
        examples: [
            ("berth why task.yaml", "Every platform in turn."),
            ("berth why task.yaml cluster", "Only the platform cluster."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        if caller.form != .people {
            throw ProgramError(.usage, "berth why explains to people; programs read berth ask --json.")
        }
        let task = try caller.request(in: try InputDocument(invocation.argument))
        var names = Array(invocation.arguments.dropFirst())
        if names.isEmpty { names = try await caller.client.platforms().value.platforms.compactMap(\.name) }
        if names.isEmpty { throw ProgramError(.unknownName, "This broker has no platforms.") }
        var best = ExitCode.no
        for (index, name) in names.enumerated() {
            let answer = try await caller.client.ask(task, platforms: [name])
            if index > 0 { surroundings.console.print([""]) }
            surroundings.console.print(
                LadderSheet(platform: name, answer: answer.value, console: caller.console, time: caller.time).lines)
            // One sibling that is rejected leaves the others; each has to go.
            for offer in answer.value.offers.compactMap(\.component.meta?.uuid) {
                _ = try await caller.client.reject(offer)
            }
            let code = answer.isYes ? ExitCode.success : Refusal(answer.value.meta).exitCode
            best = LadderSheet.better(best, code)
        }
        return best
    }
}
