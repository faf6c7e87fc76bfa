import BerthAnswers
import BerthDocument
import BerthModel
import BerthSignatures

/// Says what holds of a signed offer, for somebody who has nothing but the file and a key.
struct Verifier {
    private let console: Console
    private let time: TimeText
    private let now: Instant

    init(_ surroundings: Surroundings) {
        console = surroundings.console
        time = surroundings.time
        now = surroundings.now()
    }

    /// The digest of the task in a file.
    ///
    /// - Throws: `cannotRead`, `badInput`.
    func digest(of file: String) throws(ProgramError) -> String {
        let input = try InputDocument(file)
        let (request, problems) = ExecutionRequest.reading(input.document, from: input.syntax)
        if let problem = problems.first(where: { $0.gravity == .malformed }) {
            throw ProgramError(.badInput, "\(input.name): \(problem.message)", subject: input.name)
        }
        do throws(SignatureError) { return try OfferStatement.digest(of: request) } catch {
            throw ProgramError(.badInput, "\(input.name): \(error.message)", subject: input.name)
        }
    }

    /// - Throws: `cannotRead`, `badInput`.
    func keys(in file: String) throws(ProgramError) -> [PublicKey] {
        try keys(in: try InputDocument(file).document, from: file)
    }

    /// The keys that a broker tells, when it is the one that is meant.
    ///
    /// - Throws: `badInput`, `strangeKey`.
    func keys(in document: Document, of broker: String, _ url: String) throws(ProgramError) -> [PublicKey] {
        if let other = document["broker"]?.text, other != broker {
            throw ProgramError(
                .strangeKey, "\(url) is the broker \(other), and the offer says that it is of \(broker).",
                subject: url)
        }
        return try keys(in: document, from: url)
    }

    private func keys(in document: Document, from place: String) throws(ProgramError) -> [PublicKey] {
        do throws(SignatureError) { return try PublicKey.keys(in: document) } catch {
            throw ProgramError(.badInput, "\(place): \(error.message)", subject: place)
        }
    }

    /// Prints a sentence for each thing that was looked at.
    ///
    /// - Parameters:
    ///   - task: the name of a task, and its digest.
    /// - Throws: `unknownName` where the key is not among those that are known.
    func tell(
        _ signed: SignedOffer, by keys: [PublicKey], task: String?, digest: String?
    ) throws(ProgramError) -> ExitCode {
        let statement = signed.statement
        do throws(SignatureError) { try signed.check(by: keys) } catch {
            if error.code == .unknownKey {
                throw ProgramError(
                    .unknownName,
                    "\(error.message) Remember the keys of the broker, berth key --url URL, or give one, --key FILE.",
                    subject: signed.key)
            }
            console.print(error.message)
            return .no
        }
        let issued = statement.issued.map { " at \(time.both($0))" } ?? ""
        say("The signature holds: the broker \(statement.broker) signed this\(issued).")
        say("It is an offer of \(statement.platform), to be accepted at \(statement.url).")
        var isOther = false
        if let task, let digest {
            isOther = statement.question != digest
            let same = "It answers the task in \(task)."
            let other =
                statement.question == nil
                ? "It does not say which question it answers."
                : "It answers another question than the task in \(task)."
            say(isOther ? other : same)
        }
        let expires = statement.expires ?? now
        let isOver = expires <= now
        say(
            isOver
                ? "It expired at \(time.both(expires)); ask again."
                : "It is held until \(time.both(expires)), unless it was given back.")
        return isOther ? .no : isOver ? .gone : .success
    }

    private func say(_ sentence: String) { console.print(sentence.printable) }
}
