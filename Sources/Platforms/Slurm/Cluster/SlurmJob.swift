import BerthModel
import BerthPlatform

/// One job in the list of jobs.
struct SlurmJob: Sendable, Hashable {
    var number: Int64
    var name: String
    /// `PENDING`, `RUNNING`, `COMPLETED` and others.
    var state: String
    /// Why it waits, or ended.
    var reason: String
    /// When it began or is expected to.
    var start: Instant?
    /// How long it ran, in seconds.
    var seconds: Int64?
    var nodes = ""
    var cores: Int64?

    /// What `squeue --format` is told. Names of ours have no bar in them, and what Slurm writes has none.
    static let format = "%i|%j|%T|%r|%S|%M|%N|%C"
    private static let fields = 8

    /// The jobs of an output of that format.
    ///
    /// - Throws: `broken` for what is none.
    static func all(in text: String) throws(PlatformError) -> [SlurmJob] {
        var jobs: [SlurmJob] = []
        var strange: Substring?
        for line in text.split(separator: "\n") {
            let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            // Tasks of an array are somebody else's, as are jobs whose names have bars.
            // A name can have the end of a line in it, and then the rest of it stands alone.
            guard fields.count >= SlurmJob.fields, let first = fields.first, !first.isEmpty else {
                strange = strange ?? line
                continue
            }
            guard fields.count == SlurmJob.fields, let number = Int64(first) else { continue }
            jobs.append(
                SlurmJob(
                    number: number, name: fields[1], state: fields[2], reason: fields[3],
                    start: SlurmTime.instant(fields[4]), seconds: SlurmTime.seconds(fields[5]), nodes: fields[6],
                    cores: Int64(fields[7])))
        }
        if let strange, jobs.isEmpty {
            throw PlatformError(
                .broken, "The list of jobs cannot be read.", subject: "squeue", detail: String(strange.prefix(200)))
        }
        return jobs
    }

    enum Stage: Sendable, Hashable { case waiting, running, ended }

    /// Source: squeue(1), *JOB STATE CODES*.
    var stage: Stage {
        switch state {
        case "PENDING", "CONFIGURING", "REQUEUED", "REQUEUE_HOLD", "REQUEUE_FED", "SPECIAL_EXIT", "RESV_DEL_HOLD":
            .waiting
        case "RUNNING", "SUSPENDED", "STOPPED", "COMPLETING", "SIGNALING", "STAGE_OUT", "RESIZING": .running
        default: .ended
        }
    }
}
