import BerthAnswers
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
        "reject", "Give offers back before they expire.",
        arguments: [.offers], options: CommandOption.ofClients,
        examples: [
            ("berth reject 2", "Gives the second offer of the last berth ask back."),
            ("berth reject 1 2", "Gives both back; with the last one what they held is free again."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        for (index, offer) in invocation.arguments.enumerated() {
            let session = try await caller.client.reject(try await caller.offer(offer))
            if index > 0, caller.form == .yaml { surroundings.console.print("---") }
            _ = try caller.tell(session)
        }
        return .success
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
            if phase == .accepted || phase == .waiting { tellStart(of: session.value) }
            console.note("Watch it: berth watch \(short). Read what it writes: berth logs -f \(short).")
        }
        return .success
    }

    /// Says when what was accepted starts: that may be hours later, behind what others have booked or hold.
    func tellStart(of session: Session) {
        guard let available = session.schedule?.available, let start = available.start?.start else { return }
        let length = available.duration.map { ", for \(TimeText.span($0))" } ?? ""
        console.note("It starts \(time.both(start))\(length).")
    }

    /// Says what was said of a task beside the answer, such as which of its members were ignored.
    func tellNotes(of meta: Metadata?) {
        for message in meta?.messages ?? [] {
            if let text = message.message { console.note("note: \(text.printable)") }
        }
    }
}
