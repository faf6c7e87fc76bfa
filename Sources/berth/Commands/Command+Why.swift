import BerthAnswers
import BerthClient
import BerthModel

extension Command {
    static let why = Command(
        "why", "Explain what a platform says to a task, step by step.",
        discussion: [
            "Each step of the ladder of reasons, whether it holds, and what would. Nothing stays held: offers are "
                + "given back at once. The exit code is that of berth ask, of the platform that would do most.",
            "--set, --unset and --without try variations; the file stays as it is. --platform NAME is the same as "
                + "PLATFORM.",
        ],
        arguments: [
            .requestOrDraft,
            CommandArgument("PLATFORM", .text, isOptional: true, repeats: true, "Only these; every one unless set."),
        ],
        options: CommandOption.ofVariations + CommandOption.ofClients,
        examples: [
            ("berth why task.yaml", "Every platform in turn."),
            ("berth why task.yaml cluster", "Only the platform cluster."),
            ("berth why task.yaml --set compute.cores.min=8", "With eight cores instead."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        if caller.form != .people {
            throw ProgramError(.usage, "berth why explains to people; programs read berth ask --json.")
        }
        let variation = try Variation(invocation)
        let task = try variation.task(in: try await caller.input(invocation.argument), of: caller)
        let wanted = invocation.arguments.dropFirst() + variation.platforms
        let names = try await caller.platforms(wanted: Array(wanted), without: variation.without)
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

extension Caller {
    /// Those of the broker's platforms that are meant, in the order in which they are named; all unless any is.
    ///
    /// - Throws: `unknownName` where there is none; `usage` where none is left; `ClientError`.
    func platforms(wanted: [String], without: [String]) async throws -> [String] {
        let known = try await client.platforms().value.platforms.compactMap(\.name)
        if known.isEmpty { throw ProgramError(.unknownName, "This broker has no platforms.") }
        for name in wanted + without where !known.contains(name) {
            throw ProgramError(
                .unknownName, "There is no platform \(name); there are \(known.joined(separator: ", ")).", subject: name
            )
        }
        var seen: Set<String> = []
        let names = (wanted.isEmpty ? known : wanted).filter { !without.contains($0) && seen.insert($0).inserted }
        if names.isEmpty {
            throw ProgramError(.usage, "No platform is left to ask; leave out --without.", subject: "--without")
        }
        return names
    }
}
