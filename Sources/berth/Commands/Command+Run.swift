import BerthAnswers
import BerthClient
import BerthDocument
import BerthModel

extension Command {
    private static let offer = CommandOption(
        "offer", .text("OFFER"), "The offer to take, by its number or identifier; the first unless set.")
    static let followFlag = CommandOption("follow", short: "f", "Follow it to its end, as berth run does.")

    static let run = Command(
        "run", "Ask, accept, follow, print the output; end with the task's own exit code.",
        discussion: [
            "What the task writes to its standard output comes to yours, its standard error to yours; offers, "
                + "phases and "
                + "messages go to standard error (--quiet leaves them out). Ctrl-C stops watching: the session "
                + "goes on, "
                + "and berth cancel stops it.",
            "With --json or --yaml the output of the task is not printed but the session at its end; berth logs "
                + "has it.",
            "--set, --unset, --platform and --without run a variation; the file stays as it is.",
        ],
        arguments: [.requestOrDraft], options: [offer] + CommandOption.ofVariations + CommandOption.ofClients,
        examples: [
            ("berth run task.yaml", "Runs the task and prints what it writes."),
            ("berth run task.yaml --quiet > result.txt", "Keeps what it writes and shows nothing else."),
            ("berth run task.yaml --set compute.cores.min=8", "Runs it on eight cores instead."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let variation = try Variation(invocation)
        let task = try variation.task(in: try await caller.input(invocation.argument), of: caller)
        await caller.giveBackOffers(of: invocation.argument)
        let answer = try await caller.answer(
            to: task, of: invocation.argument,
            platforms: variation.platforms, without: variation.without)
        guard answer.isYes else {
            if caller.form != .people { try caller.show(answer.document) { [] } }
            for line in caller.lines(of: answer, on: .error) where caller.form == .people {
                surroundings.console.write(.error, Array("\(line)\n".utf8))
            }
            return Refusal(answer.value.meta).exitCode
        }
        for line in caller.lines(of: answer, on: .error) { surroundings.console.note(line) }
        let chosen = try choice(invocation.text(offer), among: answer.value.offers)
        let accepted = try await caller.client.accept(chosen)
        caller.tellLateStart(of: accepted.value)
        return try await caller.follow(accepted.value.component.meta?.uuid ?? chosen)
    }

    /// The offer that somebody wants; the first when nobody says.
    ///
    /// - Throws: `unknownName`.
    private static func choice(_ wanted: String?, among offers: [Session]) throws(ProgramError) -> UUID {
        let ids = offers.compactMap(\.component.meta?.uuid)
        guard let first = ids.first else {
            throw ProgramError(.unknownName, "The broker's offers have no identifiers; they cannot be accepted.")
        }
        guard let wanted else { return first }
        if let number = Int(wanted), wanted.count < 4 {
            if ids.indices.contains(number - 1) { return ids[number - 1] }
            let range = ids.count == 1 ? "offer 1 only" : "offers 1 to \(ids.count)"
            throw ProgramError(
                .unknownName, "There is no offer \(number); there are \(range).", subject: wanted)
        }
        let found = ids.filter { $0.description.hasPrefix(wanted.lowercased()) }
        guard found.count == 1, let id = found.first else {
            let names = ids.map(\.description)
            throw ProgramError(
                .unknownName,
                "There is no offer \(wanted).\(Suggestion.sentence(for: wanted, among: names, quoting: false))",
                subject: wanted)
        }
        return id
    }

    static let direct = Command(
        "direct", "Run a task at once, without choosing among offers.",
        discussion: ["--set, --unset, --platform and --without run a variation; the file stays as it is."],
        arguments: [.requestOrDraft], options: [followFlag] + CommandOption.ofVariations + CommandOption.ofClients,
        examples: [
            ("berth direct task.yaml", "Starts it and prints the session's identifier."),
            ("berth direct task.yaml -f", "Starts it, and follows it as berth run does."),
            ("berth direct task.yaml --without cloud", "Starts it anywhere but on the platform cloud."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let variation = try Variation(invocation)
        let task = try variation.task(in: try await caller.input(invocation.argument), of: caller)
        var session = try await caller.client.direct(
            task, platforms: variation.platforms, without: variation.without)
        session.value.component.meta = MemberNames.withGuesses(session.value.component.meta, for: task)
        if session.value.phase == .failed {
            let refusal = Refusal(session.value.component.meta)
            try caller.show(session.document) {
                RefusalSheet(refusal: refusal, console: surroundings.console).lines
            }
            return refusal.exitCode
        }
        guard invocation.has(followFlag), let id = session.value.component.meta?.uuid else {
            if caller.form == .people { caller.tellNotes(of: session.value.component.meta) }
            return try caller.tell(session)
        }
        if caller.form == .people { caller.tellStart(of: session.value) }
        return try await caller.follow(id)
    }
}

extension Caller {
    /// A task as JSON can write it: what YAML and XML leave open is decided by the shapes, and what they do not know is
    /// kept for the broker to say something about.
    func request(in input: InputDocument) throws(ProgramError) -> Document {
        let converted = try WireDocument(input, of: .request, as: .json)
        for path in converted.dropped {
            console.note("\(input.name): \(path): this member is not known, and is not sent.".printable)
        }
        do throws(DocumentError) {
            return try Document.read(converted.text, as: .json)
        } catch {
            throw ProgramError(.badInput, "\(input.name): \(error.message)", subject: input.name, cause: error.cause)
        }
    }
}
