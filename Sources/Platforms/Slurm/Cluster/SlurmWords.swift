import BerthPlatform

/// What Slurm's commands say when they cannot, and what that means.
enum SlurmWords {
    /// The last thing that was said, without the name of the command.
    static func sentence(_ text: String) -> String {
        let lines = text.split(separator: "\n").map { line in
            var line = line
            for prefix in [
                "srun: ", "sbatch: ", "squeue: ", "scontrol: ", "scancel: ", "sacct: ", "sinfo: ", "error: ",
                "fatal: ",
                "allocation failure: ",
            ]
            where line.hasPrefix(prefix) { line = line.dropFirst(prefix.count) }
            return String(line)
        }
        var last = lines.last { !$0.isEmpty } ?? ""
        if let range = last.firstRange(of: "submission failed: ") { last = String(last[range.upperBound...]) }
        return last.hasSuffix(".") ? String(last.dropLast()) : last
    }

    /// Longest of Slurm's own words that people are shown.
    static let longestWords = 160

    /// An error in one line, for those who run the site: with the last of Slurm's own words and no more.
    static func line(_ error: PlatformError) -> String {
        let words = shortened(sentence(error.detail ?? ""))
        if words.isEmpty || error.description.contains(words) { return error.description }
        return error.description + " [\(words)]"
    }

    private static func shortened(_ words: String) -> String {
        words.count > longestWords ? words.prefix(longestWords) + "…" : words
    }

    /// The error of a command that ended badly.
    static func error(_ command: String, _ said: String) -> PlatformError {
        let lost = ["failed to fetch config", "DNS SRV lookup failed", "establish a configuration source"]
        if lost.contains(where: { said.contains($0) }) {
            return PlatformError(
                .unreachable,
                "Slurm's commands find no configuration on this machine, neither slurm.conf nor a controller by DNS;"
                    + " the setting configuration names where it is.", subject: command, detail: said)
        }
        let away = [
            "Unable to contact slurm controller", "Connection refused", "Connection timed out",
            "Socket timed out", "Zero Bytes were transmitted", "Unable to establish", "Transport endpoint",
            "Munge", "munge", "Protocol authentication error", "Slurm backup controller",
        ]
        if away.contains(where: { said.contains($0) }) {
            return PlatformError(
                .unreachable, "The controller of the cluster does not answer.", subject: command, detail: said)
        }
        if said.contains("Invalid job id") {
            return PlatformError(.lost, "The cluster does not know the job.", subject: command, detail: said)
        }
        return PlatformError(
            .refused, "Slurm refused: \(shortened(sentence(said))).", subject: command, detail: said)
    }

    /// Why Slurm makes no reservation, as the end of a sentence.
    static func reservation(_ said: String) -> String {
        // It tells so of whoever is no operator.
        if said.contains("Invalid user id") || said.contains("denied") {
            return "the broker's user may make no reservations"
        }
        let sentence = sentence(said)
        return sentence.firstRange(of: ": ").map { String(sentence[$0.upperBound...]) } ?? sentence
    }

    /// When a job would begin, and where, as `sbatch --test-only` says.
    static func start(_ said: String) -> (time: String, nodes: String)? {
        let words = said.split { $0 == " " || $0 == "\n" }.map(String.init)
        guard let at = words.firstIndex(of: "at"), at >= 2, words[at - 1] == "start", at + 1 < words.count else {
            return nil
        }
        let nodes = words.firstIndex(of: "nodes").flatMap { $0 + 1 < words.count ? words[$0 + 1] : nil }
        return (words[at + 1], nodes ?? "")
    }

    /// A sentence about a reason for which a job waits. Source: squeue(1), *JOB REASON CODES*.
    static func waiting(_ reason: String) -> String {
        switch reason {
        case "None", "": "Slurm has not looked at it yet"
        case "Resources": "what it needs is in use"
        case "Priority": "others come before it"
        case "BeginTime": "its time to begin has not come"
        case "ReqNodeNotAvail", "PartitionDown", "PartitionInactive", "Reservation", "NodeDown":
            "the nodes it needs are not available (\(reason))"
        default: "Slurm says \(reason)"
        }
    }
}
