import BerthClient
import BerthModel

extension Command {
    static let accept = Command(
        "accept", "Accept an offer: it runs, and the other offers of its answer are given back.",
        arguments: [.offer], options: CommandOption.ofClients,
        examples: [("berth accept 1", "Takes the first offer of the last berth ask.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let session = try await caller.client.accept(try await caller.offer(invocation.argument))
        return try caller.tell(session)
    }

    static let reject = Command(
        "reject", "Give an offer back before it expires.",
        arguments: [.offer], options: CommandOption.ofClients,
        examples: [("berth reject 2", "Gives the second offer of the last berth ask back.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let session = try await caller.client.reject(try await caller.offer(invocation.argument))
        return try caller.tell(session)
    }

    static let cancel = Command(
        "cancel", "Cancel a session: what runs is stopped.",
        arguments: [.session], options: CommandOption.ofClients,
        examples: [("berth cancel 4f6b1f0e", "Stops the session that begins so.")]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let session = try await caller.client.cancel(try await caller.session(invocation.argument))
        return try caller.tell(session)
    }
}

extension Caller {
    /// Says what has become of a session.
    func tell(_ session: Received<Session>) throws -> ExitCode {
        let meta = session.value.component.meta
        let phase = session.value.phase
        try show(session.document) {
            ["\(phase?.rawValue ?? "?") \(meta?.uuid?.description ?? "")"]
        }
        if form == .people, let phase, !phase.isEnd {
            let short = ValueText.short(meta?.uuid)
            console.note("Watch it: berth watch \(short). Read what it writes: berth logs -f \(short).")
        }
        return .success
    }
}
