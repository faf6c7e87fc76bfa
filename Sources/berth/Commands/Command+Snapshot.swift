import BerthAnswers
import BerthBroker
import BerthClient
import BerthDocument
import BerthModel
import BerthService

extension Command {
    private static let output = CommandOption("output", short: "o", .file("FILE"), "Where it goes; printed unless set.")

    static let snapshot = Command(
        "snapshot", "Keep an answer with all facts that it depends on.",
        discussion: [
            "Asks as berth ask does, and holds nothing. What comes back is for a report, or to look at later: "
                + "berth ask --from gives the same answer again, to the byte, on any machine.",
            "It holds the task as it is, with its environment, and when how much was held of each platform, without "
                + "names. Read it before you pass it on.",
            "--set, --unset, --platform and --without keep the answer to a variation.",
        ],
        arguments: [.requestOrDraft], options: [output] + CommandOption.ofVariations + CommandOption.ofClients,
        examples: [
            ("berth snapshot task.yaml -o snapshot.yaml", "Keeps it in a file."),
            ("berth ask --from snapshot.yaml", "Gives the answer again."),
        ]
    ) { invocation, surroundings in
        let caller = try Caller(invocation, surroundings)
        let variation = try Variation(invocation)
        let task = try variation.task(in: try await caller.input(invocation.argument), of: caller)
        let document = try await caller.client.snapshot(
            of: task, platforms: variation.platforms, without: variation.without)
        let place = invocation.text(output)
        let isJSON = caller.form == .json || (caller.form == .people && place?.hasSuffix(".json") ?? false)
        let bytes: [UInt8]
        do throws(DocumentError) {
            bytes = try document.written(as: isJSON ? .json : .yaml, pretty: true)
        } catch {
            throw ProgramError(.broken, "The snapshot cannot be written: \(error.message)", cause: error.cause)
        }
        let whole = bytes.last == 10 ? bytes : bytes + [10]
        guard let place else {
            surroundings.console.write(.output, whole)
            return .success
        }
        // It may tell what nobody else is to read.
        try LocalFile.write(whole, to: place, mode: 0o600)
        surroundings.console.note("Kept in \(place); show it with berth ask --from \(place).".printable)
        return .success
    }
}

extension Caller {
    /// Shows the answer of a snapshot as `ask` would have.
    func replay(_ kept: KeptSnapshot) async throws -> ExitCode {
        let value: OfferSetResponse
        do throws(BrokerError) {
            value = try await Service.replay(kept.snapshot)
        } catch {
            throw ProgramError(
                .badInput, "\(kept.name) cannot be answered again: \(error.message)", subject: kept.name,
                cause: error.cause)
        }
        if form == .people {
            console.note(
                "This is the answer of \(time.clock(kept.snapshot.taken)), from a snapshot; nothing is held.".printable)
        }
        let document = value.document(for: .json, leavingOutStrangers: true)
        let answer = Received(value, document)
        try show(document) { lines(of: answer, on: .output, isHeld: false) }
        if let then = kept.snapshot.answer, OfferSetResponse.reading(then, from: .json).value != value {
            console.note(
                "It is another answer than the one that was kept by \(kept.snapshot.program): either this program "
                    + "answers otherwise, or the file was changed.")
        }
        return answer.isYes ? .success : Refusal(value.meta).exitCode
    }
}
