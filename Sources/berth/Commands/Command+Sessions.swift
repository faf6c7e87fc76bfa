import BerthClient
import BerthModel

extension Command {
    private static let phase = CommandOption(
        "phase", .words(SessionPhase.allCases.map(\.rawValue)), repeats: true, "Only sessions in this phase.")
    private static let everything = CommandOption("all", "Offers and what became of them, too.")
    private static let limit = CommandOption("limit", .number("NUMBER", 1...1000), "How many at most; 100 unless set.")
    private static let after = CommandOption("after", .text("SESSION"), "Only those that are older than this one.")

    static let sessions = Command(
        "sessions", "List your sessions, latest first.",
        options: [phase, everything, limit, after] + CommandOption.ofClients,
        examples: [
            ("berth sessions", "Everything that was accepted, and where it stands."),
            ("berth sessions --phase RUNNING", "What runs now."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        var phases = invocation.texts(phase).compactMap { SessionPhase(rawValue: $0) }
        if phases.isEmpty && !invocation.has(everything) {
            phases = SessionPhase.allCases.filter { ![.initial, .offered, .rejected, .expired].contains($0) }
        }
        var before: UUID?
        if let text = invocation.text(after) { before = try await caller.session(text) }
        let list = try await caller.client.sessions(in: phases, limit: invocation.number(limit) ?? 100, after: before)
        try caller.show(list.document) {
            Listing.lines(list.value.sessions, surroundings.console, surroundings.time)
        }
        if caller.form == .people, let next = list.value.next {
            surroundings.console.note("There are more: berth sessions --after \(next).")
        }
        return .success
    }

    static let show = Command(
        "show", "Show an offer or a session.",
        arguments: [.session], options: CommandOption.ofClients,
        examples: [
            ("berth show 4f6b1f0e", "What it is, what it runs on, where it can be reached, what was said."),
            ("berth show 4f6b1f0e --yaml", "All of it."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let session = try await caller.client.session(try await caller.session(invocation.argument))
        try caller.show(session.document) {
            SessionSheet(session: session.value, console: surroundings.console, time: surroundings.time).lines
        }
        return .success
    }

    static let watch = Command(
        "watch", "Follow a session to its end.",
        discussion: [
            "Prints each phase and each message. Ctrl-C stops watching; the session goes on. A lost connection "
                + "is taken "
                + "up where it broke. With --json or --yaml the session at its end is printed."
        ],
        arguments: [.session], options: CommandOption.ofClients,
        examples: [("berth watch 4f6b1f0e", "Ends when the session does; the exit code says how.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let id = try await caller.session(invocation.argument)
        let stream: Console.Stream = caller.form == .people ? .output : .error
        let result = try await Interruption.during(surroundings.signals) {
            try await caller.watch(id, on: stream, progress: ProgressLine(surroundings.console))
        }
        switch result {
        case .success(let end):
            if caller.form != .people { try caller.show(end.document) { [] } }
            return end.value.exitCode
        case .failure(let interrupted):
            caller.tellThatItGoesOn(id)
            return interrupted.exitCode
        }
    }

    private static let stderrFlag = CommandOption("stderr", "What it wrote to its standard error instead.")
    private static let resultFlag = CommandOption("result", "The notebook with its outputs instead, at the end.")
    private static let followOutput = CommandOption("follow", short: "f", "Wait for more until the session ends.")

    static let logs = Command(
        "logs", "Print what a session wrote.",
        arguments: [.session],
        options: [followOutput, stderrFlag, resultFlag] + CommandOption.ofClients.filter { $0 != .json && $0 != .yaml },
        examples: [
            ("berth logs 4f6b1f0e", "What it has written so far."),
            ("berth logs -f 4f6b1f0e --stderr", "Its standard error, as it comes."),
            ("berth logs 4f6b1f0e --result", "The notebook with its outputs."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let id = try await caller.session(invocation.argument)
        let output: TaskOutput =
            invocation.has(resultFlag) ? .result : invocation.has(stderrFlag) ? .stderr : .stdout
        let follows = invocation.has(followOutput)
        let result = try await Interruption.during(surroundings.signals) {
            // Asked for, whichever it is: it comes to the standard output.
            for try await bytes in caller.client.log(output, of: id, follow: follows) {
                surroundings.console.write(.output, bytes)
            }
        }
        guard case .failure(let interrupted) = result else { return .success }
        if follows { caller.tellThatItGoesOn(id) }
        return interrupted.exitCode
    }
}
