import BerthDocument
import BerthModel
import BerthPlatform

/// What slurmrestd answers: a document with errors, or with what was asked for; now and then with both.
struct SlurmReply: Sendable {
    var status: Int
    /// `nil` for what is not JSON.
    var answer: Document?
    /// Of its text, for those who run the site.
    var begin: String

    /// What Slurm says that went wrong, in lines; the last is the one that people are shown.
    private var words: String {
        guard case .list(let errors)? = answer?["errors"] else { return "" }
        return errors.flatMap { [$0["description"]?.text, $0["error"]?.text] }.compactMap(\.self)
            .filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// Why it is no answer; `nil` when it is one.
    var error: PlatformError? {
        if status == 401 || status == 403 {
            return PlatformError(
                .refused, "slurmrestd does not let this broker in.", subject: "access",
                detail: "status \(status): \(begin)")
        }
        let words = words
        // All that it says of a controller that does not take its words, or the token in them.
        if words.hasSuffix("Unspecified error") {
            return PlatformError(
                .unreachable, "The controller of the cluster does not take what slurmrestd says, or the token.",
                subject: SlurmService.name, detail: words)
        }
        if !words.isEmpty { return SlurmWords.error(SlurmService.name, words) }
        if (200..<300).contains(status) { return nil }
        return PlatformError(
            status == 429 || status >= 500 ? .unreachable : .refused, "slurmrestd did not do what it was asked.",
            subject: SlurmService.name, detail: "status \(status): \(begin)")
    }

    var unreadable: PlatformError {
        PlatformError(.broken, "The answer of slurmrestd cannot be read.", subject: SlurmService.name, detail: begin)
    }
}

extension Document {
    /// An integer; newer services write some as a map with the member `number`.
    var whole: Int64? {
        switch self {
        case .integer(let value): value
        case .map(let members): members["number"]?.whole
        default: nil
        }
    }
}

extension SlurmJob {
    /// One of the list of slurmrestd; `nil` for something else.
    init?(_ document: Document) {
        guard let number = document["job_id"]?.whole, let name = document["name"]?.text,
            let state = document["job_state"]?.text
        else { return nil }
        self.init(number: number, name: name, state: state, reason: document["state_reason"]?.text ?? "")
        if let begin = document["start_time"]?.whole, begin > 0 { start = Instant(seconds: begin) }
        nodes = document["nodes"]?.text ?? ""
        cores = document["cpus"]?.whole
        if let start, let end = document["end_time"]?.whole, stage == .ended { seconds = max(0, end - start.seconds) }
    }
}

extension JobEnd {
    /// From slurmrestd, which tells the end of the job as the system call `wait` does.
    init?(_ document: Document) {
        guard let job = SlurmJob(document) else { return nil }
        let status = document["exit_code"]?.whole ?? 0
        self.init(state: job.state, code: status >> 8 & 0xff)
        signal = status & 0x7f
        (seconds, nodes, cores) = (job.seconds, job.nodes, job.cores)
    }
}
