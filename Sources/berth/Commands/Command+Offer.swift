import BerthAnswers
import BerthClient
import BerthModel
import BerthSignatures

extension Command {
    static let accept = Command(
        "accept", "Accept an offer: it runs, and the other offers of its answer are given back.",
        discussion: [
            "A file that berth offer export has written is presented to the broker, which accepts the offer if it is "
                + "its own, still held, and still as it was signed."
        ],
        arguments: [.offer], options: CommandOption.ofClients,
        examples: [
            ("berth accept 1", "Takes the first offer of the last berth ask."),
            ("berth accept offer.json", "Takes the offer of a file, as it was signed."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let name = invocation.argument
        if name.contains("/") || name.hasSuffix(".json") {
            let bytes = try LocalFile.read(name, largest: SignedOffer.largestBytes)
            guard let offer = try caller.signedOffer(in: bytes, name: name).statement.session else {
                throw ProgramError(.badInput, "\(name): the offer in it has no identifier.", subject: name)
            }
            return try caller.tell(try await caller.client.accept(offer, presenting: bytes))
        }
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

    /// Says it where nobody would expect to wait: they may stop watching.
    func tellLateStart(of session: Session) {
        guard let start = session.schedule?.available?.start?.start, start > time.now + Self.longWait else { return }
        tellStart(of: session)
        console.note("Ctrl-C stops watching, not the session.")
    }

    private static let longWait = TimeSpan(seconds: 60)

    /// Says what was said of a task beside the answer, such as which of its members were ignored.
    func tellNotes(of meta: Metadata?) {
        for message in meta?.messages ?? [] {
            if let text = message.message { console.note("note: \(text.printable)") }
        }
    }
}
