import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel
import BerthPlatform

extension Command {
    private static let apply = CommandOption(
        "apply", .number("N", 1...999), "Make change N that the NO tells, write the changed task, and ask again.")
    private static let output = CommandOption(
        "output", short: "o", .file("FILE"), "Where the changed task goes; task.changed.yaml for task.yaml.")

    private static let time = CommandOption(
        "time", .number("SECONDS", 1...3600), "Wait no longer for platforms than so many seconds.")
    private static let enough = CommandOption(
        "enough", .number("N", 1...999), "Wait no longer once platforms have said yes in N ways.")

    private static let before = CommandOption(
        "before", .text("TIME"),
        "Of these ways only those count that start before TIME, an instant or so long from now, such as PT10M.")
    private static let late = CommandOption(
        "late", "Show the last answer as it stands now, with what came late; nothing is asked.")

    private static let from = CommandOption(
        "from", .file("SNAPSHOT"), "Give the answer of a snapshot again; no broker is asked.")

    private static let keep = CommandOption(
        "keep", "Keep the offers of the question before, when the same file is asked about again.")

    static let ask = Command(
        "ask", "Ask what a broker offers for a task.",
        discussion: [
            "Yes: the offers, each held for you for some minutes. No: every reason, and the smallest changes that "
                + "were tried and would be a yes. Exit codes tell the two apart, see berth help exit-codes.",
            "--set, --unset, --platform and --without try variations; the file stays as it is.",
            "Who asks about the same file again gives back the offers of the question before, so that they are not in "
                + "the way of the new ones; --keep keeps them.",
            "Platforms that do not answer in time go on thinking for a while: --late shows what they have said since.",
            "--from gives the answer that berth snapshot has kept: the same bytes on any machine.",
        ],
        arguments: [
            CommandArgument("FILE", .file, isOptional: true, CommandArgument.requestOrDraft.summary)
        ],
        options: CommandOption.ofVariations + [time, enough, before, apply, output, keep, late, from]
            + CommandOption.ofClients,
        examples: [
            ("berth ask task.yaml", "Shows the offers; berth accept 1 takes the first."),
            ("berth ask task.yaml --set compute.cores.min=8", "Asks for eight cores instead."),
            ("berth ask task.yaml --apply 1", "Makes the first change of a NO and asks again."),
            ("berth ask draft:4f6b1c2d-8e0a-4b7c-9d3e-5f1a2b3c4d5e", "Asks what a draft of the broker's portal says."),
            ("berth ask task.yaml --json > offers.json", "Keeps the answer as the broker wrote it."),
            ("berth ask task.yaml --before PT5M", "Waits only until somebody can start within five minutes."),
            ("berth ask --late", "Shows whether more offers have come since."),
            ("berth ask --from snapshot.yaml", "Shows the answer that was kept with its reasons."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        if let file = invocation.text(from) {
            try isAlone(from, "gives a kept answer again", invocation)
            return try await caller.replay(try KeptSnapshot(file))
        }
        if invocation.has(late) {
            try isAlone(late, "shows the last answer", invocation)
            return try await caller.showLast()
        }
        if invocation.arguments.isEmpty {
            throw ProgramError(.usage, "FILE is missing: \(CommandArgument.requestOrDraft.summary)", subject: "FILE")
        }
        let input = try await caller.input(invocation.argument)
        let variation = try Variation(invocation)
        let start = try invocation.text(before).map { text in try instant(text, now: surroundings.time.now) }
        if !invocation.has(keep) { await caller.giveBackOffers(of: invocation.argument) }
        func ask(_ document: Document) async throws -> Received<OfferSetResponse> {
            try await caller.answer(
                to: document, of: invocation.argument, platforms: variation.platforms, without: variation.without,
                within: invocation.number(time).map { TimeSpan(seconds: Int64($0)) },
                enough: invocation.number(enough), before: start)
        }
        var task = try variation.task(in: input, of: caller)
        var answer = try await ask(task)
        if let number = invocation.number(apply) {
            let set = try change(number, of: answer)
            let place = invocation.text(output) ?? changedName(input.name)
            let whole = try TaskChanges.applied(set, to: try variation.changes.applied(to: input.document))
            try LocalFile.write(try written(whole, as: input), to: place, mode: 0o644)
            surroundings.console.note(
                "Change \(number): \(set.phrase). Written to \(place)."
                    .printable)
            task = try TaskChanges.applied(set, to: task)
            answer = try await ask(task)
        } else if invocation.text(output) != nil {
            throw ProgramError(.usage, "--output says where --apply writes; add --apply N.", subject: "--output")
        }
        return try caller.show(answer)
    }

    /// - Throws: `usage` where anything stands beside an option that asks nobody.
    private static func isAlone(
        _ option: CommandOption, _ what: String, _ invocation: Invocation
    ) throws(ProgramError) {
        let all = CommandOption.ofVariations + [time, enough, before, apply, output, keep, late, from]
        let others = all.filter { $0 != option && invocation.has($0) }
        guard let other = others.first?.name ?? invocation.arguments.first else { return }
        throw ProgramError(.usage, "--\(option.name) \(what) and takes nothing beside it.", subject: other)
    }

    /// An instant, or so long from now.
    private static func instant(_ text: String, now: Instant) throws(ProgramError) -> Instant {
        if let instant = Instant(text) { return instant }
        if let span = try? TimeSpan(reading: text), span >= .zero { return now + span }
        throw ProgramError(
            .usage,
            "\"\(text)\" is no time; write an instant such as 2026-01-31T12:00:00Z, or a duration such as PT10M.",
            subject: "--before")
    }

    /// - Throws: `usage` where there is no such change.
    private static func change(_ number: Int, of answer: Received<OfferSetResponse>) throws(ProgramError) -> ChangeSet {
        if answer.isYes {
            throw ProgramError(.usage, "The answer is YES: there is nothing to change. Leave out --apply.")
        }
        let changes = Refusal(answer.value.meta).changes
        if let found = changes.first(where: { $0.number == "\(number)" }) { return found.set }
        let known =
            changes.isEmpty
            ? "The broker has found no change that would be a yes."
            : "There is no change \(number); the answer has \(changes.map(\.number).joined(separator: ", "))."
        throw ProgramError(.usage, known, subject: "--apply")
    }

    /// `task.changed.yaml` for `task.yaml`, in the folder of the task.
    private static func changedName(_ name: String) -> String {
        if name == "<input>" { return "task.changed.yaml" }
        let folderEnd = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
        guard let dot = name[folderEnd...].lastIndex(of: "."), dot > folderEnd else { return "\(name).changed" }
        return "\(name[..<dot]).changed\(name[dot...])"
    }

    private static func written(_ document: Document, as input: InputDocument) throws(ProgramError) -> [UInt8] {
        do throws(DocumentError) {
            return try document.written(as: input.syntax, root: input.root ?? XMLRoots.executionRequest, pretty: true)
        } catch {
            throw ProgramError(.badInput, "The changed task cannot be written: \(error.message)", cause: error.cause)
        }
    }
}

extension Caller {
    func answer(
        to task: Document, of file: String? = nil, platforms: [String] = [], without left: [String] = [],
        within time: TimeSpan? = nil,
        enough: Int? = nil, before: Instant? = nil
    ) async throws -> Received<OfferSetResponse> {
        let progress = ProgressLine(console)
        var heard: [String] = []
        progress.show("Asking …")
        defer { progress.clear() }
        var answer: Received<OfferSetResponse>
        do throws(ClientError) {
            answer = try await client.ask(
                task, platforms: platforms, without: left, within: time, enough: enough, before: before
            ) { answer in
                heard.append("\(answer.platform ?? "") \(answer.answer ?? "")")
                progress.show("\(heard.count) answered: \(heard.reversed().joined(separator: ", "))".printable)
            }
        } catch {
            // A platform that is not there is no file that is wrong: it is told as by the other commands.
            if error.code == .badRequest, !(platforms + left).isEmpty {
                _ = try await self.platforms(wanted: platforms, without: left)
            }
            throw error
        }
        answer.value.meta = MemberNames.withGuesses(answer.value.meta, for: task)
        // After a NO no number means an offer of the answer before.
        remember(answer.isYes ? answer.value.offers : [], of: answer.value.meta?.uuid, to: file)
        return answer
    }

    /// Shows an answer, and what can be done with it.
    ///
    /// - Parameter wasAsked: just now, by a command that can be repeated.
    func show(_ answer: Received<OfferSetResponse>, wasAsked: Bool = true) throws -> ExitCode {
        try show(answer.document) { lines(of: answer, on: .output) }
        if form == .people, answer.value.isWaitingForSome {
            console.note("Not all have answered: berth ask --late shows what they say in the next moments.")
        }
        let refusal = Refusal(answer.value.meta)
        guard answer.isYes else {
            if form == .people, wasAsked, !refusal.changes.isEmpty {
                console.note("Make one of these: add --apply 1 to this command.")
            }
            return refusal.exitCode
        }
        if form == .people {
            let all = answer.value.offers.indices.map { "\($0 + 1)" }.joined(separator: " ")
            console.note(
                "Take one: berth accept 1. Nothing runs before you do; until then "
                    + (answer.value.offers.count == 1 ? "the offer holds" : "the offers hold")
                    + " the resources. Let go: berth reject \(all).")
        }
        return .success
    }

    /// Shows the last answer as it stands now: the offers that can still be accepted, with those that came late.
    func showLast() async throws -> ExitCode {
        let id = try lastAnswer()
        var answer = try await client.offerSet(id)
        let decided = answer.value.offers.count
        answer.value.offers.removeAll { $0.phase != .offered }
        remember(answer.value.offers, of: id, to: remembered?.task)
        if answer.isYes, answer.value.offers.isEmpty, form == .people {
            throw ProgramError(
                .unknownName,
                "None of its \(decided) offers can be accepted any more; berth sessions --all lists them.",
                subject: ValueText.short(id))
        }
        return try show(answer, wasAsked: false)
    }

    /// - Parameter isHeld: false for offers that nobody holds, such as those of a snapshot.
    func lines(
        of answer: Received<OfferSetResponse>, on stream: Console.Stream, isHeld: Bool = true
    ) -> [String] {
        answer.isYes
            ? OfferSheet(answer: answer.value, console: console, time: time, stream: stream, isHeld: isHeld).lines
            : RefusalSheet(refusal: Refusal(answer.value.meta), console: console, stream: stream).lines
    }
}

extension OfferSetResponse {
    /// Whether some thought longer than they were waited for.
    fileprivate var isWaitingForSome: Bool {
        (meta?.messages ?? []).contains { $0.values["waited"] != nil && $0.values["reason"] == "tooSlow" }
    }
}
