import BerthClient
import BerthModel

extension Command {
    static let ask = Command(
        "ask", "Ask what a broker offers for a task.",
        discussion: [
            "Yes: the offers, each held for you for some minutes. No: every reason, with what would mend it. "
                + "Exit codes "
                + "tell the two apart, see berth help exit-codes."
        ],
        arguments: [.requestFile], options: CommandOption.ofClients,
        examples: [
            ("berth ask task.yaml", "Shows the offers; berth accept 1 takes the first."),
            ("berth ask task.yaml --json > offers.json", "Keeps the answer as the broker wrote it."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let answer = try await caller.answer(to: try InputDocument(invocation.argument))
        try caller.show(answer.document) { caller.lines(of: answer, on: .output) }
        guard answer.isYes else { return Refusal(answer.value.meta).exitCode }
        if caller.form == .people {
            surroundings.console.note("Take one: berth accept 1. Nothing runs before you do.")
        }
        return .success
    }
}

extension Caller {
    /// What the broker says to a task.
    func answer(to input: InputDocument) async throws -> Received<OfferSetResponse> {
        let answer = try await client.ask(try request(in: input))
        // After a NO no number means an offer of the answer before.
        remember(answer.isYes ? answer.value.offers : [])
        return answer
    }

    func lines(of answer: Received<OfferSetResponse>, on stream: Console.Stream) -> [String] {
        answer.isYes
            ? OfferSheet(answer: answer.value, console: console, time: time, stream: stream).lines
            : RefusalSheet(refusal: Refusal(answer.value.meta), console: console, stream: stream).lines
    }
}
