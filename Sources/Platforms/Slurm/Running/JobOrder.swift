import BerthDocument
import BerthHost
import BerthPlatform

/// What slurmrestd is given: a job with its properties, which the `#SBATCH` lines of a script are for `sbatch`.
/// Source: Slurm REST API v0.0.38, *job_submission*; its `requeue` cannot say no, and `no_requeue` can.
enum JobOrder {
    /// Bytes of the largest order that is read back: a script of ours with its variables.
    private static let mostBytes = 16 << 20

    static func order(_ job: JobScript) -> Document {
        var properties = DocumentMembers(uniqueMembers: [
            .init(name: "name", value: .text(job.name)), .init(name: "nodes", value: 1),
            .init(name: "tasks", value: 1), .init(name: "cpus_per_task", value: .integer(job.cores)),
            .init(name: "memory_per_node", value: .integer(SlurmSize.mebibytes(job.memoryBytes))),
            .init(name: "time_limit", value: .integer((job.seconds + 59) / 60)),
            .init(name: "comment", value: "berth"), .init(name: "no_requeue", value: true),
            .init(name: "current_working_directory", value: .text(job.directory)),
            .init(name: "standard_input", value: "/dev/null"),
            .init(name: "standard_output", value: .text(job.logs + "/stdout")),
            .init(name: "standard_error", value: .text(job.logs + "/stderr")),
            .init(name: "open_mode", value: "append"),
            .init(
                name: "environment",
                value: .map(
                    DocumentMembers(
                        uniqueMembers: Command.plainEnvironment.sorted { $0.key < $1.key }
                            .map { .init(name: $0.key, value: .text($0.value)) }))),
        ])
        properties["partition"] = job.partition.map { .text($0) }
        properties["account"] = job.account.map { .text($0) }
        if !job.gres.isEmpty { properties["gres"] = .text(job.gres.joined(separator: ",")) }
        if !job.features.isEmpty { properties["constraints"] = .text(job.features.joined(separator: "&")) }
        if !job.excluded.isEmpty { properties["exclude_nodes"] = .text(job.excluded.joined(separator: ",")) }
        return ["job": .map(properties), "script": .text(job.text)]
    }

    /// - Parameter reservation: where the job is to run.
    /// - Throws: `broken` for a file of something else.
    static func read(_ file: String, in reservation: String?) throws(PlatformError) -> Document {
        let bytes = try Files.read(file, from: 0, limit: mostBytes)
        let limits = DocumentLimits(sizeBytes: mostBytes, textBytes: mostBytes)
        guard var order = try? Document.read(bytes, as: .json, limits: limits) else {
            throw PlatformError(.broken, "The job of the session cannot be read.", subject: file)
        }
        if let reservation { _ = order.set(.text(reservation), at: ["job", "reservation"]) }
        return order
    }
}
